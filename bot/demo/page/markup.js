// Dates and mrkdwn as Slack writes them: https://docs.slack.dev/messaging/formatting-message-text. No markup from data.
import { element } from "./element.js";

// Tokens of a date; {zone, now (Date)} is the reader's.
export function formatDate(format, seconds, { zone, now }) {
  const at = new Date(seconds * 1000);
  const part = (options) => new Intl.DateTimeFormat("en-US", { timeZone: zone, ...options }).format(at);
  const day = (when) => new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(when);
  const apart = Math.round((Date.parse(day(at)) - Date.parse(day(now))) / 86_400_000);
  const near = { "-1": "Yesterday", 0: "Today", 1: "Tomorrow" }[apart];
  const number = Number(part({ day: "numeric" }));
  const ordinal = `${number}${[11, 12, 13].includes(number % 100) ? "th" : ["th", "st", "nd", "rd"][number % 10] ?? "th"}`;
  const thisYear = new Intl.DateTimeFormat("en-US", { timeZone: zone, year: "numeric" }).format(now);
  const year = part({ year: "numeric" }) === thisYear ? "" : `, ${part({ year: "numeric" })}`;
  const long = `${part({ month: "long" })} ${ordinal}${year}`;
  const short = part({ month: "short", day: "numeric", year: "numeric" });
  const tokens = {
    date: long,
    date_pretty: near?.toLowerCase() ?? long,
    date_short: short,
    date_short_pretty: near?.toLowerCase() ?? short,
    date_long: `${part({ weekday: "long" })}, ${long}`,
    date_long_pretty: near?.toLowerCase() ?? `${part({ weekday: "long" })}, ${long}`,
    date_num: day(at),
    day_divider_pretty: near ?? `${part({ weekday: "long" })}, ${long}`,
    time: part({ hour: "numeric", minute: "2-digit" }),
    time_secs: part({ hour: "numeric", minute: "2-digit", second: "2-digit" }),
  };
  return format.replace(/\{(\w+)\}/g, (whole, token) => tokens[token] ?? whole);
}

export function drawText(text, view) {
  return text.type === "mrkdwn" ? drawMarkup(text.text, view) : document.createTextNode(text.text);
}

// mrkdwn. What stands for itself (entities, addresses, code) is set aside first, each behind one private character;
// then come quotes, line by line; then *bold*, _italic_ and ~strike~, which may hold one another.
export function drawMarkup(text, view) {
  const aside = [];
  const hold = (make) => String.fromCharCode(FIRST + aside.push(make) - 1);
  const held = text
    .replace(/[\uE000-\uF8FF]/g, "")
    .replace(/<([^<>\n]+)>/g, (_, bit) => hold(() => entity(bit, view)))
    .replace(/\bhttps?:\/\/[^\s<>|\uE000-\uF8FF]*[^\s<>|.,;:!?)'"\uE000-\uF8FF]/g, (url) => hold(() => link(url)))
    .replace(/```\n?([^]+?)```/g, (_, code) => hold(() => element("pre", {}, leaves(code, aside))))
    .replace(/`([^`\n]+)`/g, (_, code) => hold(() => element("code", {}, leaves(code, aside))));
  const made = document.createDocumentFragment();
  for (const { quoted, lines } of paragraphs(held)) {
    const drawn = inline(lines.join("\n"), aside);
    made.append(quoted ? element("blockquote", {}, drawn) : drawn);
  }
  return made;
}

const FIRST = 0xe000;
const unescape = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

// Runs of lines: quoted ones begin with ">", and after ">>>" all are.
function paragraphs(text) {
  const runs = [];
  let all = false;
  for (const line of text.split("\n")) {
    all ||= line.startsWith("&gt;&gt;&gt;");
    const quoted = all || line.startsWith("&gt;");
    const bare = line.replace(/^(&gt;&gt;&gt;|&gt;) ?/, "");
    if (runs.at(-1)?.quoted === quoted) runs.at(-1).lines.push(quoted ? bare : line);
    else runs.push({ quoted, lines: [quoted ? bare : line] });
  }
  return runs;
}

// A mark opens where no word ends and a word begins, and closes the other way round, within one line.
const MARKS = [["*", "strong"], ["_", "em"], ["~", "s"]].map(([mark, tag]) => [
  new RegExp(`(?<![\\p{L}\\p{N}${mark}])[${mark}](?![\\s${mark}])([^\\n]*?[^\\s${mark}])[${mark}](?![\\p{L}\\p{N}${mark}])`, "u"), tag]);

function inline(text, aside) {
  const found = MARKS.map(([mark, tag]) => ({ at: mark.exec(text), tag })).filter(({ at }) => at).sort((a, b) => a.at.index - b.at.index)[0];
  if (!found) return leaves(text, aside);
  const made = document.createDocumentFragment();
  const end = found.at.index + found.at[0].length;
  made.append(leaves(text.slice(0, found.at.index), aside), element(found.tag, {}, inline(found.at[1], aside)), inline(text.slice(end), aside));
  return made;
}

function leaves(text, aside) {
  const made = document.createDocumentFragment();
  for (const bit of text.split(/([\uE000-\uF8FF])/)) {
    const make = aside[bit.charCodeAt(0) - FIRST];
    made.append(bit.length === 1 && make ? make() : unescape(bit));
  }
  return made;
}

function link(url, label = url) {
  const to = unescape(url);
  return element("a", { href: /^(https?|mailto):/i.test(to) ? to : "#", target: "_blank", rel: "noopener noreferrer" }, unescape(label));
}

function entity(bit, view) {
  const [target, label] = bit.split("|", 2);
  const date = /^!date\^(\d+)\^([^^]+)/.exec(target);
  if (date) return document.createTextNode(formatDate(unescape(date[2]), Number(date[1]), view));
  if (/^[@#!]/.test(target)) {
    const name = unescape(label ?? view.names?.[target.slice(1)] ?? target.slice(1)).replace(/^[@#]/, "");
    return element("span", { class: "mention" }, (target[0] === "#" ? "#" : "@") + name);
  }
  return link(target, label);
}
