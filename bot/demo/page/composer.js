// The box in which a message is written, and what is offered while typing: commands, and @usher.
import { element } from "./element.js";
import { $, act, here, state, tell } from "./workspace.js";

export async function say(text, thread, openThread) {
  if (text.startsWith("/")) return act({ kind: "command", channel: here.channel, text });
  const said = await act({ kind: "say", channel: here.channel, text, thread });
  if (said.ok && !thread && /@usher\b/i.test(text)) openThread(said.ts);
  return said;
}

async function send(box, thread, openThread) {
  const text = box.value.trim();
  if (!text) return;
  if (text.startsWith("/") && thread) return tell("Slash commands do not work in threads.");
  box.value = "";
  const said = await say(text, thread, openThread);
  if (!said.ok) box.value = text;
}

// *thread* says in which thread the box writes, or null.
export function wire(form, thread, openThread) {
  const box = form.querySelector("textarea");
  const list = element("ul", { class: "offers", id: `${box.id}-offers`, role: "listbox", "aria-label": "Suggestions", hidden: true });
  form.append(list);
  const chosen = () => list.querySelector("[aria-selected=true]");
  const mark = (one) => {
    for (const each of list.children) each.setAttribute("aria-selected", String(each === one));
    box.setAttribute("aria-activedescendant", one?.id ?? "");
  };
  const close = () => { list.hidden = true; list.replaceChildren(); mark(null); };
  const take = (text) => { box.value = text; close(); box.focus(); };
  const offer = () => {
    const fitting = offers(box.value, thread());
    if (!fitting.length) return close();
    list.replaceChildren(...fitting.map((one, at) => element(
      "li", { role: "option", id: `${box.id}-offer-${at}`, onclick: () => take(one.text) },
      element("strong", {}, one.name), ` ${one.hint} `, element("small", {}, one.description))));
    list.hidden = false;
    mark(list.firstChild);
  };
  const step = (by) => {
    const all = [...list.children];
    mark(all[(all.indexOf(chosen()) + by + all.length) % all.length]);
  };
  const keys = { ArrowDown: () => step(1), ArrowUp: () => step(-1), Tab: () => chosen().click(), Escape: close };
  box.setAttribute("aria-controls", list.id);
  box.setAttribute("aria-autocomplete", "list");
  form.addEventListener("submit", (event) => { event.preventDefault(); close(); send(box, thread(), openThread); });
  box.addEventListener("input", offer);
  box.addEventListener("keydown", (event) => {
    if (!list.hidden && keys[event.key] && !event.shiftKey) { event.preventDefault(); event.stopPropagation(); keys[event.key](); }
    else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); form.requestSubmit(); }
  });
}

function offers(typed, thread) {
  if (/^\/\S*$/.test(typed) && !thread) {
    return state.commands.filter((one) => one.command.startsWith(typed))
      .map((one) => ({ text: `${one.command} `, name: one.command, hint: one.usage_hint ?? "", description: one.description }));
  }
  const mention = /(^|\s)(@\w*)$/.exec(typed);
  return mention && "@usher".startsWith(mention[2].toLowerCase()) && mention[2].length < 6
    ? [{ text: `${typed.slice(0, -mention[2].length)}@usher `, name: "@usher", hint: "", description: "ask where all can read the answer" }]
    : [];
}
