// What the page knows: who is played and where they look (here), and what the workspace holds (the state).
export const $ = (id) => document.getElementById(id);
export const here = { person: localStorage.getItem("person") ?? "U0ADA", channel: "C0GENERAL", tab: "messages", thread: null };
export let state = null;

let looks = 0;
let known = 0;

// Of several looks at once, the one that began last counts.
export async function look() {
  const mine = ++looks;
  const answer = await fetch(`/demo/state?person=${encodeURIComponent(here.person)}`);
  const found = await answer.json();
  if (mine > known) [state, known] = [found, mine];
}

export async function post(path, body) {
  const answer = await fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  return answer.json().catch(() => ({ ok: false, error: "That did not work." }));
}

export async function act(did) {
  const said = await post("/demo/act", { person: here.person, ...did });
  tell(said.ok ? "" : said.error);
  return said;
}

export const tell = (text) => { $("status").textContent = text; };
export const me = () => state.people.find((one) => one.id === here.person) ?? state.people[0];
export const zone = () => me().zone ?? "UTC";
export const direct = () => `D${here.person.slice(1)}`;
export const names = () => Object.fromEntries([
  ...state.people.map((one) => [one.id, one.name]), [state.bot, "Usher"], ...state.channels.map((one) => [one.id, one.name])]);
export const replies = (message) => (state.messages[message.channel] ?? []).filter((one) => one.thread_ts === message.ts);
export const clock = (at, more = {}) =>
  new Intl.DateTimeFormat("en-US", { timeZone: zone(), hour: "numeric", minute: "2-digit", ...more }).format(at);

// What drawing needs to know; *at* is the message or view that is drawn.
export function viewOf(at, extra = {}) {
  return { zone: zone(), now: new Date(state.now), names: names(), act: (action) => act({ kind: "press", action, at }), ...extra };
}
