// The organisers' page: draws what the server knows of the draft, and tells it what the organiser wants.
import { drawBlocks, element as el, toInstant } from "/organisers/page/blocks.js";

const $ = (id) => document.getElementById(id);
const MAX_FILE = 20 * 2 ** 20;
let state = null;
let drawnDraft = "";
let busy = false;

async function refresh() {
  const answer = await fetch("/organisers/state");
  if (answer.status === 401) return location.reload();
  state = await answer.json();
  draw();
}

async function send(path, body, { type = "application/json" } = {}) {
  await ready; // somebody may be quicker than the first look
  const answer = await fetch(`/organisers/${path}`, {
    method: "POST",
    headers: { "content-type": type, "x-usher-token": state.token },
    body: type === "application/json" ? JSON.stringify(body ?? {}) : body,
  }).catch(() => null);
  if (!answer) return { ok: false, error: "Usher does not answer." };
  return answer.json().catch(() => ({ ok: false, error: "That did not work." }));
}

function say(text, bad = false) {
  $("said").textContent = text;
  $("said").classList.toggle("error", bad);
  clearTimeout(say.timer);
  if (text && !busy) say.timer = setTimeout(() => say(""), bad ? 12_000 : 5_000);
}

// Something that takes a while: the page says so, and takes nothing else meanwhile.
async function doing(text, work) {
  if (busy) return null;
  busy = true;
  document.querySelectorAll("main button").forEach((one) => { one.disabled = true; });
  document.querySelector("main").setAttribute("aria-busy", "true");
  say(text);
  const said = await work().catch(() => ({ ok: false, error: "That did not work." }));
  busy = false;
  document.querySelectorAll("main button").forEach((one) => { one.disabled = false; });
  document.querySelector("main").setAttribute("aria-busy", "false");
  await refresh();
  say(said.ok ? "" : said.error, !said.ok);
  return said;
}

async function loaded(text, work) {
  const said = await doing(text, work);
  if (!said?.ok) return;
  const report = state.report;
  say(report?.error ? "It could not be read: see why." : "Read. Nobody sees it yet.", Boolean(report?.error));
  $("draft").focus({ preventScroll: true });
  $("draft").scrollIntoView({ block: "start" });
}

const plural = (number, one, many = `${one}s`) => `${number} ${number === 1 ? one : many}`;

function ago(iso) {
  const minutes = Math.round((Date.now() - Date.parse(iso)) / 60_000);
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} min ago`;
  return minutes < 48 * 60 ? `${Math.round(minutes / 60)} h ago` : new Date(iso).toLocaleDateString("en-GB");
}

const stamp = (iso) => new Date(iso).toLocaleString("en-GB", { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });

function draw() {
  $("logout").hidden = !state.locked;
  drawLive();
  drawDraft();
  drawFindings();
  drawPublish();
  drawAsked();
}

function drawLive() {
  const { events, holds, undo } = state.live;
  const sources = state.sources.map((one) =>
    el("li", {}, el("span", { class: "where" }, one.name), one.at ? ` read ${ago(one.at)}` : " not read yet", `, looked at every ${one.every} s`,
      one.why ? el("span", { class: "error" }, ` ${one.why}`) : null));
  $("live-body").replaceChildren(
    el("p", {}, events.length ? events.join(", ") : "A programme that names no event", `: ${plural(holds.papers, "talk or paper", "talks and papers")}, ${plural(holds.sessions, "session")}.`),
    state.by_hand.length ? el("p", { class: "dim" }, `Published by hand: ${state.by_hand.map((one) => one.name).join(", ")}.`) : "",
    sources.length ? el("ul", {}, ...sources) : el("p", { class: "dim" }, "It changes when you publish here, or by usher corpus. No source is read from an address by itself (USHER_SOURCES)."),
    el("div", { class: "actions" },
      sources.length ? el("button", { type: "button", id: "look", onclick: () => doing("Looking at the sources …", () => send("look")) }, "Look now") : null,
      undo ? el("button", { type: "button", id: "undo", onclick: askUndo }, "Undo the last publishing …") : null));
}

// Drawn anew only where it is another reading, so that what somebody types meanwhile stays.
function drawDraft() {
  const { draft, report } = state;
  $("draft").hidden = !draft;
  if (!draft) { drawnDraft = ""; return; }
  const is = JSON.stringify([draft, report, state.by_hand, state.live.event_ids]);
  if (is === drawnDraft) return;
  drawnDraft = is;
  $("draft-head").textContent = `The draft: ${draft.name}`;
  $("draft-body").replaceChildren(...drawReading(draft, report));
  drawHow(draft, report);
  drawClock(report);
  $("answers").replaceChildren();
}

function drawReading(draft, report) {
  const when = el("p", { class: "dim" }, `Read ${stamp(draft.at)}${draft.from ? ` from ${draft.from}` : ""}. Nobody sees it yet.`);
  if (!report) return [when, el("p", { class: "trouble" }, "It was not read to its end. Read it again.")];
  if (report.error) {
    const [first, ...rest] = report.error.split("\n");
    return [when, el("p", { class: "trouble", role: "alert" }, first), rest.length ? el("details", {}, el("summary", {}, "What was tried"), el("p", { class: "trouble" }, rest.join("\n"))) : ""];
  }
  const told = report.understood;
  const facts = [...told.events, told.zone && `Times in ${told.zone}`, ...told.holds, told.days.length > 14 ? null : told.days.join(" · ")].filter(Boolean);
  return [
    when,
    el("p", {}, `It was understood as ${told.described} (${told.format}):`),
    el("ul", { class: "facts" }, ...facts.map((one) => el("li", {}, one))),
    report.notes.length ? el("details", {}, el("summary", {}, "The reader’s report"), el("ul", {}, ...report.notes.map((one) => el("li", {}, one)))) : "",
  ];
}

function drawHow(draft, report) {
  const told = report?.understood;
  $("event").value = draft.event;
  $("zone").value = draft.zone;
  $("events").replaceChildren(...state.live.event_ids.map((one) => el("option", { value: one })));
  hint("event-hint", told?.lacks_event && !draft.event ? "It names no event: what is it called?" : "", true);
  hint("zone-hint", told?.lacks_zone && !draft.zone ? "Its times name no zone: which one is it?" : "", true);
  $("format").replaceChildren(el("option", { value: "" }, "Found out by itself"), ...Object.entries(state.formats).map(([name, described]) =>
    el("option", { value: name, selected: name === draft.format, title: described }, name)));
  const chosen = report?.instead_of ?? "";
  const ways = [["", "is added to the programme in use"], ...state.by_hand.map((one) => [one.key, `replaces ${one.name}`])];
  if (state.everything) ways.push([state.everything, "replaces everything"]);
  $("instead").replaceChildren(...ways.map(([value, label]) => el("option", { value, selected: value === chosen }, label)));
  $("columns").replaceChildren(...drawColumns(draft, report));
}

function hint(id, text, ask) {
  $(id).textContent = text;
  $(id).classList.toggle("ask", ask && Boolean(text));
}

function drawColumns(draft, report) {
  const columns = report?.columns ?? [];
  if (!columns.length) return [];
  const used = columns.filter((one) => one.field).length;
  const rows = columns.map((column, at) => {
    const select = el("select", { "aria-label": `What ${column.header || `column ${at + 1}`} holds`, dataset: { column: column.header, was: column.field } },
      el("option", { value: "" }, "—"), ...state.fields.map((field) => el("option", { value: field, selected: field === column.field }, field)));
    return el("tr", { class: column.field ? "" : "unused" }, el("td", {}, column.header || "(no header)"), el("td", { class: "field" }, select),
      el("td", { class: "samples" }, column.samples.map((one) => (one.length > 60 ? `${one.slice(0, 60)}…` : one)).join(" · ") || (column.private ? "(private: left out)" : "(empty)")));
  });
  return [el("details", { open: Boolean(report.error) || used < columns.length },
    el("summary", {}, `Columns: ${used} of ${columns.length} used`),
    el("div", { class: "tablebox" }, el("table", {}, el("thead", {}, el("tr", {}, ...["Column", "is read as", "begins with"].map((one) => el("th", { scope: "col" }, one)))), el("tbody", {}, ...rows))))];
}

// What a person said of the columns: what was named before, and what they changed now.
function named() {
  if (!state.report) return state.draft.columns;
  const headers = new Set(state.report.columns.map((one) => one.header));
  const said = Object.fromEntries(Object.entries(state.draft.columns).filter(([, column]) => headers.has(column)));
  for (const select of $("columns").querySelectorAll("select")) {
    if (select.value === select.dataset.was) continue;
    for (const [field, column] of Object.entries(said)) if (column === select.dataset.column) delete said[field];
    if (select.value) said[select.value] = select.dataset.column;
  }
  return said;
}

const WEIGHTS = { mend: "Mend before people see it", look: "Have a look", fuller: "Could be fuller" };

function drawFindings() {
  const sorts = state.report?.sorts ?? [];
  $("findings").hidden = !state.report || Boolean(state.report.error);
  const key = JSON.stringify(sorts);
  if ($("findings-body").dataset.is === key) return;
  $("findings-body").dataset.is = key;
  $("findings-body").replaceChildren(...(sorts.length ? Object.entries(WEIGHTS).flatMap(([weight, label]) => {
    const some = sorts.filter((one) => one.weight === weight);
    return some.length ? [el("h3", { class: `weight ${weight}` }, label), ...some.map((sort) => drawSort(sort, weight === "mend"))] : [];
  }) : [el("p", {}, "Nothing to mend.")]));
}

const drawSort = (sort, open) => el("details", { open: open && sort.cases.length < 9 },
  el("summary", {}, `${sort.what} `, el("span", { class: "cases" }, String(sort.cases.length))),
  el("ul", {}, ...sort.cases.map((one) => el("li", {}, one.where ? el("span", { class: "where" }, `${one.where}: `) : null, one.text))));

function drawClock(report) {
  const told = report && !report.error ? report.understood : null;
  $("try").hidden = !told;
  if (!told) return;
  const zone = told.zone || state.draft.zone || Intl.DateTimeFormat().resolvedOptions().timeZone;
  $("own-zone").value = zone;
  const at = told.begins ? new Date(told.begins) : new Date();
  $("at").value = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" }).format(at).replace(" ", "T");
}

async function ask(body, shown) {
  const zone = $("own-zone").value;
  let now;
  try {
    now = toInstant($("at").value, zone);
  } catch {
    return say("That is no time zone or no time.", true);
  }
  const said = await send("ask", { text: "", ...body, now, zone });
  if (!said.ok) return say(said.error, true);
  say("");
  const view = { zone, now: new Date(now), act: (action) => action.value && ask({ value: action.value }, action.label ?? "…") };
  const answer = (one) => el("div", { class: "blocks" }, ...drawBlocks(one.blocks, view));
  $("answers").append(
    el("p", { class: "q" }, shown),
    el("div", { class: "a" }, answer(said.draft)),
    el("details", {}, el("summary", {}, said.same ? "The programme in use says the same" : "What the programme in use says"), answer(said.live)));
  $("answers").scrollTop = $("answers").scrollHeight;
}

function people() {
  if (state.starred === null) return "Whoever starred what changes will be told.";
  return state.starred ? `${plural(state.starred, "person", "people")} who starred what changes will be told.` : "Nobody has starred what changes.";
}

const CHANGED = { new: "added", cancelled: "gone", room: "other room" };

function drawPublish() {
  const report = state.report;
  $("publish").hidden = !report || Boolean(report.error);
  if ($("publish").hidden) return;
  const none = !report.summary.length;
  $("do-publish").disabled = busy;
  $("publish-body").replaceChildren(
    state.behind ? el("p", { class: "trouble" }, "The programme in use has changed since this was read. Read it again to see the difference as it is now.") : "",
    el("p", {}, el("strong", {}, none ? "Nothing that people are shown of times, rooms, titles and speakers changes." : `${report.summary.join(", ")}.`), none ? "" : ` ${people()}`),
    report.differences.length ? el("details", {}, el("summary", {}, "Each change"), el("ul", { class: "changes" }, ...report.differences.map((one) =>
      el("li", {}, el("span", { class: "tag" }, CHANGED[one.what] ?? one.what), el("strong", {}, one.title), one.text ? `: ${one.text}` : "")),
    report.more ? el("li", {}, `… and ${report.more} more.`) : null)) : "",
    el("p", { class: "dim" }, "Publishing changes the corpus that the bot on this machine answers from, as usher corpus ingest does. Sources that are read from addresses stay as they are."));
}

function confirmed(head, lines, yes) {
  $("confirm-head").textContent = head;
  $("confirm-body").replaceChildren(...lines.filter(Boolean).map((one) => el("p", {}, one)));
  $("confirm-yes").textContent = yes;
  const dialog = $("confirm");
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((done) => dialog.addEventListener("close", () => done(dialog.returnValue === "yes"), { once: true }));
}

$("do-publish").addEventListener("click", async () => {
  const { draft, report } = state;
  const way = [...$("instead").options].find((one) => one.value === report.instead_of)?.textContent ?? "is added";
  const mend = report.sorts.filter((one) => one.weight === "mend").reduce((sum, one) => sum + one.cases.length, 0);
  const sure = await confirmed(`Publish ${draft.name}?`, [
    `It ${way}.`, report.summary.length ? `${report.summary.join(", ")}. ${people()}` : "",
    mend ? `${plural(mend, "thing")} to mend ${mend === 1 ? "is" : "are"} still in it.` : "", "The bot answers from it at once. You can undo it here."], "Publish");
  if (!sure) return;
  const said = await doing("Publishing …", () => send("publish", { id: draft.id }));
  if (said?.ok) say("Published: the bot answers from it now.");
});

async function askUndo() {
  const sure = await confirmed("Undo the last publishing?", [
    `The programme is put back as it was before ${stamp(state.live.undo)}, and what was changed since goes with it. Who is told of changes is told of these.`,
    "The draft stays, so you can publish it again."], "Undo it");
  if (!sure) return;
  const said = await doing("Going back …", () => send("undo"));
  if (said?.ok) say("The programme before is in use again.");
}

function drawAsked() {
  const told = state.asked;
  if (!told) return $("asked-body").replaceChildren(el("p", { class: "trouble" }, "The database does not answer: what people asked cannot be shown."));
  const can = !$("try").hidden;
  const rows = told.unanswered.map((one) => el("tr", {},
    el("td", { class: "n" }, `${one.times} ×`), el("td", {}, one.text), el("td", { class: "n" }, stamp(one.last)),
    el("td", {}, can ? el("button", { type: "button", "aria-label": `Ask the draft again: ${one.text}`, onclick: () => { $("try").scrollIntoView(); ask({ text: one.text }, one.text); } }, "Ask the draft") : "")));
  $("asked-body").replaceChildren(
    el("p", {}, `Since ${new Date(told.since).toLocaleDateString("en-GB", { day: "numeric", month: "long" })}: ${plural(told.helpful, "answer")} helped, ${told.unhelpful} did not.`),
    told.kept ? "" : el("p", { class: "dim" }, "USHER_KEEP_DAYS is 0: questions are not kept."),
    rows.length ? el("div", { class: "tablebox" }, el("table", {}, el("thead", {}, el("tr", {}, ...["How often", "Asked and not answered", "Last", ""].map((one) => el("th", { scope: "col" }, one)))), el("tbody", {}, ...rows)))
      : el("p", { class: "dim" }, "No question is held that was not answered."),
    told.not_helped.length ? el("details", {}, el("summary", {}, "Answers that did not help"), el("ul", {}, ...told.not_helped.map((one) => el("li", {}, one)))) : "");
}

function upload(file) {
  if (!file) return;
  if (file.size > MAX_FILE) return say("That is too large: 20 MB at most.", true);
  loaded(`Reading ${file.name} …`, () => send(`draft?name=${encodeURIComponent(file.name)}`, file, { type: "application/octet-stream" }));
}

$("file").addEventListener("change", (event) => { upload(event.target.files[0]); event.target.value = ""; });
for (const kind of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    event.preventDefault();
    $("drop").classList.toggle("over", kind === "dragover");
    if (kind === "drop") upload(event.dataTransfer.files[0]);
  });
}
$("address").addEventListener("submit", (event) => {
  event.preventDefault();
  loaded("Reading it …", () => send("address", { location: $("location").value }));
});
$("how").addEventListener("submit", (event) => {
  event.preventDefault();
  const how = { event: $("event").value.trim() || null, zone: $("zone").value.trim() || null, format: $("format").value || null, columns: named(), instead_of: $("instead").value };
  loaded("Reading it again …", () => send("how", how));
});
$("discard").addEventListener("click", async () => {
  if (await confirmed(`Discard ${state.draft.name}?`, ["The programme in use stays as it is."], "Discard")) await doing("Discarding …", () => send("discard"));
});
$("ask").addEventListener("submit", (event) => {
  event.preventDefault();
  ask({ text: $("question").value }, $("question").value);
  $("question").select();
});
$("zones").replaceChildren(...Intl.supportedValuesOf("timeZone").map((one) => el("option", { value: one })));
document.addEventListener("visibilitychange", () => { if (!document.hidden && !busy) refresh(); });
setInterval(() => { if (!document.hidden && !busy) refresh(); }, 20_000);
const ready = refresh();
