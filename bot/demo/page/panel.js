// Behind the scenes: how questions were read, what is scheduled, what went to and fro, and anything as JSON.
import { again, element, keyed, settle } from "./element.js";
import { $, clock, state } from "./workspace.js";

export function drawPanel() {
  $("refused").replaceChildren(...state.refused.map((one) => element("li", { class: "violation" }, `Slack refuses ${one.what}: ${one.why.join("; ")}`)));
  $("refused").hidden = !state.refused.length;
  if ($("panel").hidden) return;
  list($("asked"), [...state.asked].reverse(), (one) =>
    row(`${one.surface === "mention" ? "" : `/${one.surface} `}${one.text}`, () => showReading(one)));
  list($("scheduled"), state.scheduled, (one) =>
    element("li", {}, `${clock(one.post_at * 1000, { weekday: "short" })} to ${one.channel}: ${one.text.split("\n")[0]}`));
  list($("requests"), [...state.log].reverse().slice(0, 60), (one) =>
    row(`${one.way === "in" ? "→" : "←"} ${one.name} · ${one.ms} ms`, () => showJson({ sent: one.sent, answer: one.answer }, one.name), bad(one)));
}

function list(box, held, draw) {
  const known = keyed(box);
  const drawn = held.map((one) => again(known, String(one.n ?? one.id), JSON.stringify(one), () => draw(one)));
  settle(box, drawn.length ? drawn : [again(known, "none", "", () => element("li", {}, "Nothing yet."))]);
}

const row = (label, show, wrong = false) =>
  element("li", { class: wrong ? "violation" : "" }, element("button", { type: "button", onclick: show }, label));
const bad = (one) => one.answer?.ok === false || /^[45]\d\d/.test(String(one.answer));

async function showReading(asked) {
  const answer = await fetch(`/demo/read/${asked.n}`);
  show(`How “${asked.text}” was read`, await answer.text());
}

export const showJson = (value, name = "A message as JSON") => show(name, JSON.stringify(value, null, 2));

function show(title, text) {
  open(true);
  $("json-head").textContent = title;
  $("json").textContent = text;
  $("json").focus();
}

export function open(wanted) {
  $("panel").hidden = !wanted;
  $("inspect").setAttribute("aria-pressed", String(wanted));
  drawPanel();
}
