// Messages in a channel or a thread; drawn anew only where they changed, so that focus and scrolling stay.
import { drawBlocks } from "./blocks.js";
import { again, element, keyed, settle } from "./element.js";
import { drawMarkup } from "./markup.js";
import { showJson } from "./panel.js";
import { act, clock, here, names, replies, state, viewOf, zone } from "./workspace.js";

const HUES = { U0ADA: 265, U0BEN: 20, U0CHITRA: 330, U0DELE: 210 };

export function drawMessages(box, messages, openThread) {
  const low = box.scrollHeight - box.scrollTop - box.clientHeight < 80;
  const before = box.childElementCount;
  const known = keyed(box);
  let day = "";
  const wanted = messages.flatMap((message) => {
    const made = again(known, `${here.person} ${message.channel} ${message.ts}`, JSON.stringify(message) + replies(message).length,
      () => drawMessage(message, openThread));
    const on = dayOf(message);
    const first = on !== day;
    day = on;
    return first ? [again(known, `day ${on}`, on, () => element("p", { class: "day" }, on)), made] : [made];
  });
  settle(box, wanted);
  if (low || before !== box.childElementCount) box.scrollTop = box.scrollHeight;
}

const instant = (message) => new Date(Number(message.ts.split(".")[0]) * 1000);
const dayOf = (message) =>
  new Intl.DateTimeFormat("en-US", { timeZone: zone(), weekday: "long", month: "long", day: "numeric" }).format(instant(message));

function drawMessage(message, openThread) {
  const ofBot = message.user === state.bot;
  const from = ofBot ? "Usher" : names()[message.user];
  const at = { channel: message.channel, ts: message.ts };
  const more = replies(message).length;
  const deed = (label, does) => element("button", { type: "button", onclick: does }, label);
  return element(
    "article",
    { class: [message.only_for ? "private" : "", ofBot ? "bot" : ""].join(" ").trim(), "aria-label": `${from}, ${clock(instant(message))}` },
    message.only_for ? element("p", { class: "only" }, "Only visible to you") : null,
    ofBot
      ? element("img", { class: "face", src: "/page/icon.svg", alt: "" })
      : element("span", { class: "face", "aria-hidden": "true", style: `background: hsl(${HUES[message.user] ?? 0} 45% 36%)` }, from[0]),
    element("header", {}, element("strong", {}, from), ofBot ? element("span", { class: "app" }, "APP") : null,
      element("time", {}, clock(instant(message))), message.edited ? element("small", {}, "(edited)") : null),
    message.blocks?.length
      ? element("div", { class: "blocks" }, ...drawBlocks(message.blocks, viewOf(at)))
      : element("div", { class: "plain" }, drawMarkup(message.text ?? "", viewOf(at))),
    ...Object.values(message.unfurls ?? {}).map((one) => element("div", { class: "unfurl" }, ...drawBlocks(one.blocks, viewOf(at)))),
    ...(message.files ?? []).map((one) => element("a", { class: "file", href: `/files/${one.id}` }, one.name)),
    more ? element("button", { type: "button", class: "replies", onclick: () => openThread(message.ts) }, `${more} ${more === 1 ? "reply" : "replies"}`) : null,
    element("footer", {},
      message.thread_ts || message.only_for ? null : deed("Reply in thread", () => openThread(message.ts)),
      ...(message.only_for ? [] : state.shortcuts.filter((one) => one.type === "message")).map((one) =>
        deed(one.name, () => act({ kind: "shortcut", callback: one.callback_id, ...at }))),
      deed("JSON", () => showJson(message))),
  );
}
