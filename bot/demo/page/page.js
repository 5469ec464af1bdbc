// The chat: draws what the workspace holds, and tells it what the person does.
import { drawBlocks, drawMarkup, element, toInstant } from "/page/blocks.js";

const $ = (id) => document.getElementById(id);
const here = { person: localStorage.getItem("person") ?? "U0ADA", channel: "C0GENERAL", tab: "messages", thread: null };
let state = null;
let modalShown = "";

async function refresh() {
  const answer = await fetch(`/demo/state?person=${encodeURIComponent(here.person)}`);
  state = await answer.json();
  draw();
}

async function act(did) {
  const answer = await fetch("/demo/act", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ person: here.person, ...did }),
  });
  const said = await answer.json().catch(() => ({ ok: false, error: "That did not work." }));
  $("status").textContent = said.ok ? "" : said.error;
  return said;
}

const me = () => state.people.find((one) => one.id === here.person) ?? state.people[0];
const direct = () => `D${here.person.slice(1)}`;
const names = () => Object.fromEntries([
  ...state.people.map((one) => [one.id, one.name]), [state.bot, "Usher"], ...state.channels.map((one) => [one.id, one.name])]);

function view(at, extra = {}) {
  return {
    zone: me().zone ?? "UTC",
    now: new Date(state.now),
    names: names(),
    act: (action) => act({ kind: "press", action, at }),
    ...extra,
  };
}

function draw() {
  drawSide();
  drawAhead();
  const isHome = here.channel === direct() && here.tab === "home";
  $("where").textContent = here.channel === direct() ? "Usher" : `# ${names()[here.channel]}`;
  $("tabs").hidden = here.channel !== direct();
  for (const tab of $("tabs").children) tab.setAttribute("aria-pressed", String(tab.dataset.tab === here.tab));
  $("log").hidden = $("composer").hidden = isHome;
  $("home").hidden = !isHome;
  if (isHome) drawHome();
  else drawMessages($("log"), state.messages[here.channel].filter((one) => !one.thread_ts));
  drawThread();
  drawPrompts();
  drawModal();
  drawPanel();
  const doing = state.status[`${here.channel}:${here.thread ?? ""}`];
  if (doing) $("status").textContent = `Usher ${doing}`;
}

function drawSide() {
  $("person").replaceChildren(...state.people.map((one) =>
    element("option", { value: one.id, selected: one.id === here.person }, `${one.name} · ${one.zone ?? "no time zone"}`)));
  const link = (id, label) =>
    element("li", {}, element("button", { type: "button", "aria-current": here.channel === id ? "page" : null, onclick: () => go(id) }, label));
  $("channels").replaceChildren(...state.channels.filter((one) => one.id !== direct()).map((one) => link(one.id, `# ${one.name}`)));
  $("apps").replaceChildren(link(direct(), "Usher"));
  const local = new Intl.DateTimeFormat("en-GB", { timeZone: me().zone ?? "UTC", weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" });
  $("shown").textContent = `${local.format(new Date(state.now))} (${me().zone ?? "UTC"})`;
}

// Drawn anew only where it is another list, so that a choice stays.
function drawAhead() {
  const now = JSON.stringify(state.ahead);
  if ($("what").dataset.is === now) return;
  $("what").dataset.is = now;
  const chosen = $("what").value;
  $("what").replaceChildren(...state.ahead.map(([ref, title]) => element("option", { value: ref, selected: ref === chosen }, title)));
}

function go(channel) {
  Object.assign(here, { channel, thread: null });
  document.body.classList.remove("menu");
  if (channel === direct()) act({ kind: "open", tab: here.tab });
  draw();
  $("text").focus();
}

// Messages are drawn anew only where they changed, so that focus and scrolling stay.
function drawMessages(box, messages) {
  const low = box.scrollHeight - box.scrollTop - box.clientHeight < 80;
  const known = new Map([...box.children].map((one) => [one.dataset.key, one]));
  const drawn = messages.map((message) => {
    const key = `${here.person} ${message.channel} ${message.ts}`;
    const now = JSON.stringify(message) + replies(message).length;
    const old = known.get(key);
    if (old?.dataset.is === now) return old;
    const made = drawMessage(message);
    made.dataset.key = key;
    made.dataset.is = now;
    return made;
  });
  const same = drawn.length === box.children.length && drawn.every((one, at) => box.children[at] === one);
  if (!same) box.replaceChildren(...drawn);
  if (low || !same) box.scrollTop = box.scrollHeight;
}

const replies = (message) => (state.messages[message.channel] ?? []).filter((one) => one.thread_ts === message.ts);

function drawMessage(message) {
  const from = message.user === state.bot ? "Usher" : names()[message.user];
  const time = new Intl.DateTimeFormat("en-GB", { timeZone: me().zone ?? "UTC", hour: "2-digit", minute: "2-digit" });
  const at = { channel: message.channel, ts: message.ts };
  const more = replies(message).length;
  return element(
    "article",
    { class: [message.only_for ? "private" : "", message.user === state.bot ? "bot" : ""].join(" ") },
    message.only_for ? element("p", { class: "only" }, "Only visible to you") : null,
    element("header", {}, element("strong", {}, from), message.user === state.bot ? element("span", { class: "app" }, "APP") : null,
      element("time", {}, time.format(new Date(Number(message.ts.split(".")[0]) * 1000))), message.edited ? element("small", {}, "(edited)") : null),
    message.blocks?.length
      ? element("div", { class: "blocks" }, ...drawBlocks(message.blocks, view(at)))
      : element("p", { class: "plain" }, drawMarkup(message.text ?? "", view(at))),
    ...Object.values(message.unfurls ?? {}).map((one) => element("div", { class: "unfurl" }, ...drawBlocks(one.blocks, view(at)))),
    ...(message.files ?? []).map((one) => element("a", { class: "file", href: `/files/${one.id}` }, one.name)),
    more ? element("button", { type: "button", class: "replies", onclick: () => openThread(message.ts) }, `${more} ${more === 1 ? "reply" : "replies"}`) : null,
    element("footer", {},
      message.thread_ts || message.only_for ? null : element("button", { type: "button", onclick: () => openThread(message.ts) }, "Reply in thread"),
      ...(message.only_for ? [] : state.shortcuts.filter((one) => one.type === "message")).map((one) =>
        element("button", { type: "button", onclick: () => act({ kind: "shortcut", callback: one.callback_id, ...at }) }, one.name)),
      element("button", { type: "button", onclick: () => showJson(message) }, "JSON")),
  );
}

function openThread(ts) {
  here.thread = ts;
  draw();
  $("thread").querySelector("textarea").focus();
}

function drawThread() {
  const root = here.thread && state.messages[here.channel].find((one) => one.ts === here.thread);
  $("thread").hidden = !root;
  if (root) drawMessages($("thread").querySelector(".messages"), [root, ...replies(root)]);
}

function drawHome() {
  const key = JSON.stringify([state.home, me().zone]);
  if ($("home").dataset.is === key) return;
  $("home").dataset.is = key;
  $("home").replaceChildren(...(state.home ? drawBlocks(state.home.blocks, view({ view: state.home.id })) : [element("p", {}, "Nothing here yet.")]));
}

// In a channel that is still empty: what to try. In the bot's own chat: what the bot suggests.
function drawPrompts() {
  const tries = state.messages[here.channel].length ? [] : state.tries.map((text) => ({ title: text, message: text }));
  const shown = here.channel === direct() ? state.prompts : tries;
  $("prompts").replaceChildren(...(shown.length && here.channel !== direct() ? ["Try "] : []), ...shown.map((one) =>
    element("button", { type: "button", onclick: () => say(one.message) }, one.title)));
}

function drawModal() {
  const shown = state.modal;
  const key = JSON.stringify(shown);
  const dialog = $("modal");
  if (key === modalShown) return;
  modalShown = key;
  if (!shown) return dialog.close();
  const inputs = new Map();
  const at = { view: shown.id };
  const filled = () => {
    const values = {};
    for (const [name, value] of inputs) {
      const [block, action] = name.split(" ");
      (values[block] ??= {})[action] = value;
    }
    return values;
  };
  const drawn = drawBlocks(shown.blocks, view(at, {
    inputs, errors: shown.errors,
    act: (action) => act({ kind: "press", action, at: { ...at, state: filled() } }),
    options: async (action) => JSON.parse((await act({ kind: "options", action, at })).said || "{}").options,
  }));
  dialog.replaceChildren(element(
    "form",
    { onsubmit: (event) => { event.preventDefault(); act({ kind: "submit", state: filled() }); } },
    element("h2", {}, shown.title.text),
    element("div", { class: "body" }, ...drawn),
    element("footer", {},
      element("button", { type: "button", onclick: () => act({ kind: "close" }) }, shown.close?.text ?? "Close"),
      shown.submit ? element("button", { type: "submit", class: "primary" }, shown.submit.text) : null)));
  if (!dialog.open) dialog.showModal();
}

function drawPanel() {
  if ($("panel").hidden) return;
  const time = new Intl.DateTimeFormat("en-GB", { timeZone: me().zone ?? "UTC", weekday: "short", hour: "2-digit", minute: "2-digit" });
  $("scheduled").replaceChildren(...(state.scheduled.length ? state.scheduled : [null]).map((one) =>
    element("li", {}, one ? `${time.format(new Date(one.post_at * 1000))} to ${one.channel}: ${one.text.split("\n")[0]}` : "Nothing.")));
  $("requests").replaceChildren(...[...state.log].reverse().slice(0, 60).map((one) => {
    const bad = JSON.stringify(one.answer).includes('"ok":false') || /^[45]\d\d/.test(String(one.answer));
    return element("li", { class: bad ? "violation" : "" },
      element("button", { type: "button", onclick: () => showJson({ sent: one.sent, answer: one.answer }, one.name) },
        `${one.way === "in" ? "→" : "←"} ${one.name} · ${one.ms} ms`));
  }));
}

function showJson(value, name = "A message as JSON") {
  $("panel").hidden = false;
  $("inspect").setAttribute("aria-pressed", "true");
  $("json-head").textContent = name;
  $("json").textContent = JSON.stringify(value, null, 2);
  drawPanel();
}

async function send(box, thread) {
  const text = box.value.trim();
  if (!text) return;
  box.value = "";
  $("commands").hidden = true;
  if (text.startsWith("/") && thread) {
    $("status").textContent = "Slash commands do not work in threads.";
    return;
  }
  const said = await say(text, thread);
  if (!said.ok) box.value = text;
}

async function say(text, thread) {
  if (text.startsWith("/")) return act({ kind: "command", channel: here.channel, text });
  const said = await act({ kind: "say", channel: here.channel, text, thread });
  if (said.ok && !thread && /@usher\b/i.test(text)) openThread(said.ts);
  return said;
}

function suggest() {
  const typed = $("text").value;
  const fitting = /^\/\S*$/.test(typed) ? state.commands.filter((one) => one.command.startsWith(typed)) : [];
  $("commands").hidden = !fitting.length;
  $("commands").replaceChildren(...fitting.map((one) => element(
    "li",
    { role: "option", tabindex: "-1", onclick: () => { $("text").value = `${one.command} `; $("commands").hidden = true; $("text").focus(); } },
    element("strong", {}, one.command), ` ${one.usage_hint ?? ""} `, element("small", {}, one.description))));
}

function wire(box, form, thread) {
  form.addEventListener("submit", (event) => { event.preventDefault(); send(box, thread()); });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); send(box, thread()); }
    if (event.key === "Tab" && box.id === "text" && !$("commands").hidden) { event.preventDefault(); $("commands").firstChild.click(); }
    if (event.key === "Escape") $("commands").hidden = true;
  });
}

wire($("text"), $("composer"), () => null);
wire($("thread").querySelector("textarea"), $("thread").querySelector("form"), () => here.thread);
$("text").addEventListener("input", suggest);
$("person").addEventListener("change", (event) => {
  const inDirect = here.channel === direct();
  here.person = event.target.value;
  localStorage.setItem("person", here.person);
  if (inDirect) here.channel = direct();
  here.thread = null;
  refresh().then(() => inDirect && act({ kind: "open", tab: here.tab }));
});
$("tabs").addEventListener("click", (event) => {
  if (!event.target.dataset.tab) return;
  here.tab = event.target.dataset.tab;
  act({ kind: "open", tab: here.tab });
  draw();
});
$("menu").addEventListener("click", () => {
  const open = document.body.classList.toggle("menu");
  $("menu").setAttribute("aria-expanded", String(open));
});
$("inspect").addEventListener("click", () => {
  $("panel").hidden = !$("panel").hidden;
  $("inspect").setAttribute("aria-pressed", String(!$("panel").hidden));
  drawPanel();
});
for (const aside of document.querySelectorAll("aside")) {
  aside.querySelector(".close").addEventListener("click", () => {
    if (aside.id === "thread") here.thread = null;
    else $("inspect").setAttribute("aria-pressed", "false");
    aside.hidden = true;
  });
}
$("modal").addEventListener("cancel", (event) => { event.preventDefault(); act({ kind: "close" }); });
const post = (path, body) => fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
const setClock = (now) => post("/demo/clock", { now });
$("change").addEventListener("click", async (event) => {
  const how = event.target.dataset.how;
  if (!how) return;
  const said = await (await post("/demo/change", { ref: $("what").value, how })).json();
  $("status").textContent = said.ok ? "The programme is another one now." : said.error;
});
$("clock").addEventListener("submit", (event) => {
  event.preventDefault();
  if ($("now").value) setClock(toInstant($("now").value, me().zone ?? "UTC"));
});
$("clock").addEventListener("click", (event) => {
  const ahead = Number(event.target.dataset.ahead);
  if (ahead) setClock(new Date(Date.parse(state.now) + ahead * 1000).toISOString());
});

await refresh();
if (!state.people.some((one) => one.id === here.person)) here.person = state.people[0].id;
const stream = new EventSource("/demo/stream");
let again = Promise.resolve();
stream.onmessage = () => { again = again.then(refresh).catch(() => {}); };
setInterval(() => state && drawSide(), 20_000);
