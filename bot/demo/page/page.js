// The page: draws what the workspace holds, and tells it what the person does.
import { drawBlocks, toInstant } from "./blocks.js";
import { say, wire } from "./composer.js";
import { element, settle } from "./element.js";
import { drawMessages } from "./messages.js";
import { drawPanel, open as openPanel } from "./panel.js";
import { $, act, direct, here, look, me, names, post, replies, state, tell, viewOf, zone } from "./workspace.js";

const seen = {}; // person and channel -> number of the newest message that was looked at
let modalShown = "null";

async function refresh() {
  await look();
  draw();
}

function draw() {
  const inDirect = here.channel === direct();
  const isHome = inDirect && here.tab === "home";
  const where = inDirect ? "Usher" : `# ${names()[here.channel]}`;
  $("where").textContent = where;
  $("text").placeholder = `Message ${where.replace("# ", "#")}`;
  $("tabs").hidden = !inDirect;
  for (const tab of $("tabs").children) tab.setAttribute("aria-pressed", String(tab.dataset.tab === here.tab));
  $("log").hidden = $("composer").hidden = isHome;
  $("home").hidden = !isHome;
  const messages = state.messages[here.channel];
  if (isHome) drawHome();
  else {
    if (messages.length) drawMessages($("log"), messages.filter((one) => !one.thread_ts), openThread);
    else settle($("log"), [$("log").querySelector(`[data-key=${inDirect ? "direct" : "welcome"}]`) ?? (inDirect ? alone() : welcome())]);
    seen[`${here.person} ${here.channel}`] = newest(messages);
  }
  drawSide();
  drawAhead();
  drawThread();
  drawPrompts(inDirect ? state.prompts : []);
  drawModal();
  drawPanel();
  const doing = state.status[`${here.channel}:${here.thread ?? ""}`];
  if (doing) tell(`Usher ${doing}`);
}

const number = (message) => Number(message.ts.split(".")[1]);
const newest = (messages) => Math.max(0, ...messages.map(number));

function drawSide() {
  $("person").replaceChildren(...state.people.map((one) =>
    element("option", { value: one.id, selected: one.id === here.person }, `${one.name} · ${one.zone ?? "no time zone"}`)));
  $("channels").replaceChildren(...state.channels.filter((one) => one.id !== direct()).map((one) => place(one.id, `# ${one.name}`)));
  $("apps").replaceChildren(place(direct(), "Usher"));
  const local = new Intl.DateTimeFormat("en-US", { timeZone: zone(), weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  $("shown").textContent = `${local.format(new Date(state.now))} (${zone()})`;
}

function place(id, label) {
  const fresh = state.messages[id].filter((one) => one.user !== here.person && number(one) > (seen[`${here.person} ${id}`] ?? 0)).length;
  return element("li", {}, element(
    "button", { type: "button", "aria-current": here.channel === id ? "page" : null, class: fresh ? "fresh" : "", onclick: () => go(id) },
    label, fresh ? element("span", { class: "count" }, `${fresh}`, element("span", { class: "unseen" }, " new")) : null));
}

// Drawn anew only where it is another list, so that a choice stays.
function drawAhead() {
  const now = JSON.stringify(state.ahead);
  if ($("what").dataset.is === now) return;
  $("what").dataset.is = now;
  const chosen = $("what").value;
  $("what").replaceChildren(...state.ahead.map(([ref, title]) => element("option", { value: ref, selected: ref === chosen }, title)));
}

const ask = (text) => say(text, null, openThread);
const tryOut = (label, text) => element("button", { type: "button", onclick: () => ask(text) }, label);

function welcome() {
  return element("div", { class: "welcome", dataset: { key: "welcome" } },
    element("h2", {}, "Ask the programme"),
    element("p", {}, "This is the real bot in a made-up Slack, on this machine alone. Try one of these, or type your own below:"),
    element("ul", {}, ...state.tries.map((text) => element("li", {}, tryOut(text, text)))),
    element("p", {}, "Then press ☆ Star, ask on in a thread, play somebody in another time zone, set the clock, or open Usher under Apps."));
}

function alone() {
  return element("div", { class: "welcome", dataset: { key: "direct" } },
    element("h2", {}, "Between you and Usher"),
    element("p", {}, "Ask without a mention; nobody else reads it. Reminders and changes of what you starred come here too, and Home has your day."));
}

function drawPrompts(prompts) {
  const now = JSON.stringify(prompts);
  if ($("prompts").dataset.is === now) return;
  $("prompts").dataset.is = now;
  $("prompts").replaceChildren(...prompts.map((one) => tryOut(one.title, one.message)));
}

function go(channel) {
  Object.assign(here, { channel, thread: null });
  menu(false);
  if (channel === direct()) act({ kind: "open", tab: here.tab });
  draw();
  (here.tab === "home" && channel === direct() ? $("home") : $("text")).focus();
}

async function openThread(ts) {
  here.thread = ts;
  await look(); // the message may be newer than what is known
  if (!wide.matches) openPanel(false);
  draw();
  $("thread").querySelector("textarea").focus();
}

function closeThread() {
  here.thread = null;
  draw();
  $("text").focus();
}

function drawThread() {
  const root = here.thread && state.messages[here.channel].find((one) => one.ts === here.thread);
  $("thread").hidden = !root;
  if (root) drawMessages($("thread").querySelector(".messages"), [root, ...replies(root)], openThread);
}

function drawHome() {
  const is = JSON.stringify([state.home, me().zone]);
  if ($("home").dataset.is === is) return;
  $("home").dataset.is = is;
  const view = state.home && viewOf({ view: state.home.id }, { level: "h2" });
  const made = element("div", { dataset: { key: "home" } }, ...(view ? drawBlocks(state.home.blocks, view) : ["Nothing here yet."]));
  settle($("home"), [made]);
}

function drawModal() {
  const shown = state.modal;
  const is = JSON.stringify(shown);
  const dialog = $("modal");
  if (is === modalShown) return;
  modalShown = is;
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
  const drawn = drawBlocks(shown.blocks, viewOf(at, {
    inputs, errors: shown.errors,
    act: (action) => act({ kind: "press", action, at: { ...at, state: filled() } }),
    options: async (action) => JSON.parse((await act({ kind: "options", action, at })).said || "{}").options,
  }));
  dialog.replaceChildren(element(
    "form",
    { onsubmit: (event) => { event.preventDefault(); act({ kind: "submit", state: filled() }); } },
    element("h2", { id: "modal-title" }, shown.title.text),
    element("div", { class: "body", tabindex: "0", role: "group", "aria-labelledby": "modal-title" }, ...drawn),
    element("footer", {},
      element("button", { type: "button", onclick: () => act({ kind: "close" }) }, shown.close?.text ?? "Close"),
      shown.submit ? element("button", { type: "submit", class: "primary" }, shown.submit.text) : null)));
  if (!dialog.open) dialog.showModal();
}

function menu(open) {
  document.body.classList.toggle("menu", open);
  $("menu").setAttribute("aria-expanded", String(open));
}

const wide = matchMedia("(min-width: 1500px)");
wire($("composer"), () => null, openThread);
wire($("thread").querySelector("form"), () => here.thread, openThread);
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
$("menu").addEventListener("click", () => { menu(true); $("person").focus(); });
$("shade").addEventListener("click", () => menu(false));
$("inspect").addEventListener("click", () => openPanel($("panel").hidden));
$("thread").querySelector(".close").addEventListener("click", closeThread);
$("panel").querySelector(".close").addEventListener("click", () => { openPanel(false); $("inspect").focus(); });
$("modal").addEventListener("cancel", (event) => { event.preventDefault(); act({ kind: "close" }); });
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
  if (document.body.classList.contains("menu")) { menu(false); $("menu").focus(); }
  else if ($("panel").contains(event.target)) { openPanel(false); $("inspect").focus(); }
  else if ($("thread").contains(event.target)) closeThread();
});
const setClock = (now) => post("/demo/clock", { now });
$("change").addEventListener("click", async (event) => {
  const how = event.target.dataset.how;
  if (!how) return;
  const said = await post("/demo/change", { ref: $("what").value, how });
  tell(said.ok ? "The programme is another one now." : said.error);
});
$("clock").addEventListener("submit", (event) => {
  event.preventDefault();
  if ($("now").value) setClock(toInstant($("now").value, zone()));
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
