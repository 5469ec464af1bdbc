// Draws Block Kit as Slack does: https://docs.slack.dev/reference/block-kit. Plain DOM, no markup from data.

export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "dataset") Object.assign(made.dataset, value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

// What a drawing depends on: {zone, now (Date), act(action), inputs: Map of "block action" -> value}
export function drawBlocks(blocks, view) {
  return blocks.map((block) => (DRAW[block.type] ?? unknown)(block, view));
}

const DRAW = {
  header: (block) => element("h3", { class: "header" }, block.text.text),
  divider: () => element("hr"),
  section: (block, view) =>
    element(
      "div",
      { class: "section" },
      block.text ? element("p", {}, drawText(block.text, view)) : null,
      block.fields ? element("div", { class: "fields" }, ...block.fields.map((one) => element("p", {}, drawText(one, view)))) : null,
      block.accessory ? drawElement(block.accessory, block, view) : null,
    ),
  context: (block, view) =>
    element("p", { class: "context" }, ...block.elements.map((one) => element("span", {}, drawText(one, view)))),
  actions: (block, view) =>
    element("div", { class: "actions" }, ...block.elements.map((one) => drawElement(one, block, view))),
  context_actions: (block, view) =>
    element("div", { class: "actions small" }, ...block.elements.map((one) => drawElement(one, block, view))),
  rich_text: (block, view) =>
    element("div", { class: "rich" }, ...block.elements.map((one) => drawRich(one, view))),
  input: (block, view) => {
    const control = drawElement(block.element, block, view);
    const error = view.errors?.[block.block_id];
    return element(
      "div",
      { class: "input" },
      element("label", {}, block.label.text, block.optional ? element("small", {}, " (optional)") : null, control),
      block.hint ? element("p", { class: "context" }, block.hint.text) : null,
      error ? element("p", { class: "error", role: "alert" }, error) : null,
    );
  },
};

const unknown = (block) => element("p", { class: "violation" }, `A block of the kind “${block.type}” is not drawn here.`);

function drawRich(part, view) {
  const tags = { rich_text_section: "p", rich_text_quote: "blockquote", rich_text_preformatted: "pre" };
  if (part.type === "rich_text_list") {
    const tag = part.style === "ordered" ? "ol" : "ul";
    return element(tag, {}, ...part.elements.map((one) => element("li", {}, ...one.elements.map((each) => drawPiece(each, view)))));
  }
  return element(tags[part.type] ?? "p", {}, ...part.elements.map((one) => drawPiece(one, view)));
}

function drawPiece(piece, view) {
  switch (piece.type) {
    case "text":
      return styled(piece.text, piece.style);
    case "link":
      return styled(element("a", { href: piece.url, target: "_blank", rel: "noopener noreferrer" }, piece.text ?? piece.url), piece.style);
    case "date":
      return styled(
        element("time", { datetime: new Date(piece.timestamp * 1000).toISOString(), title: piece.fallback },
          formatDate(piece.format, piece.timestamp, view)),
        piece.style,
      );
    case "user":
      return element("span", { class: "mention" }, `@${view.names?.[piece.user_id] ?? piece.user_id}`);
    case "channel":
      return element("span", { class: "mention" }, `#${view.names?.[piece.channel_id] ?? piece.channel_id}`);
    case "emoji":
      return document.createTextNode(`:${piece.name}:`);
    default:
      return element("span", { class: "violation" }, `[${piece.type}]`);
  }
}

function styled(content, style = {}) {
  let made = typeof content === "string" ? document.createTextNode(content) : content;
  for (const [name, tag] of [["code", "code"], ["strike", "s"], ["italic", "em"], ["bold", "strong"]]) {
    if (style[name]) made = element(tag, {}, made);
  }
  return made;
}

// Tokens of a date: https://docs.slack.dev/messaging/formatting-message-text#date-formatting
export function formatDate(format, seconds, { zone, now }) {
  const at = new Date(seconds * 1000);
  const part = (options) => new Intl.DateTimeFormat("en-US", { timeZone: zone, ...options }).format(at);
  const day = (when) => new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(when);
  const apart = Math.round((Date.parse(day(at)) - Date.parse(day(now))) / 86_400_000);
  const near = { "-1": "Yesterday", 0: "Today", 1: "Tomorrow" }[apart];
  const number = Number(part({ day: "numeric" }));
  const ordinal = `${number}${[11, 12, 13].includes(number % 100) ? "th" : ["th", "st", "nd", "rd"][number % 10] ?? "th"}`;
  const year = part({ year: "numeric" }) === new Intl.DateTimeFormat("en-US", { timeZone: zone, year: "numeric" }).format(now)
    ? "" : `, ${part({ year: "numeric" })}`;
  const long = `${part({ month: "long" })} ${ordinal}${year}`;
  const tokens = {
    date: long,
    date_pretty: near?.toLowerCase() ?? long,
    date_short: part({ month: "short", day: "numeric", year: "numeric" }),
    date_short_pretty: near?.toLowerCase() ?? part({ month: "short", day: "numeric", year: "numeric" }),
    date_long: `${part({ weekday: "long" })}, ${long}`,
    date_long_pretty: near?.toLowerCase() ?? `${part({ weekday: "long" })}, ${long}`,
    date_num: day(at),
    day_divider_pretty: near ?? `${part({ weekday: "long" })}, ${long}`,
    time: part({ hour: "numeric", minute: "2-digit" }),
    time_secs: part({ hour: "numeric", minute: "2-digit", second: "2-digit" }),
  };
  return format.replace(/\{(\w+)\}/g, (whole, token) => tokens[token] ?? whole);
}

function drawText(text, view) {
  return text.type === "mrkdwn" ? drawMarkup(text.text, view) : document.createTextNode(text.text);
}

// mrkdwn: entities in angle brackets, then *bold*, _italic_, ~strike~ and `code` between word boundaries
export function drawMarkup(text, view) {
  const made = document.createDocumentFragment();
  for (const [at, bit] of text.split(/<([^<>]*)>/).entries()) {
    made.append(at % 2 ? entity(bit, view) : inline(unescape(bit)));
  }
  return made;
}

const unescape = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

function entity(bit, view) {
  const [target, label] = bit.split("|", 2);
  const date = /^!date\^(\d+)\^([^^]+)/.exec(target);
  if (date) return document.createTextNode(formatDate(date[2], Number(date[1]), view));
  if (/^[@#!]/.test(target)) {
    const name = label ?? view.names?.[target.slice(1)] ?? target.slice(1);
    return element("span", { class: "mention" }, (target[0] === "#" ? "#" : "@") + unescape(name));
  }
  const url = unescape(target);
  return element("a", { href: /^(https?|mailto):/i.test(url) ? url : "#", target: "_blank", rel: "noopener noreferrer" }, unescape(label ?? target));
}

function inline(text) {
  const made = document.createDocumentFragment();
  const marks = { "*": "strong", _: "em", "~": "s", "`": "code" };
  let rest = text;
  let found;
  while ((found = /(^|[\s(])([*_~`])(\S(?:[^\n]*?\S)?)\2(?=$|[\s.,;:!?)])/.exec(rest))) {
    made.append(rest.slice(0, found.index) + found[1], element(marks[found[2]], {}, found[3]));
    rest = rest.slice(found.index + found[0].length);
  }
  made.append(rest);
  return made;
}

function drawElement(part, block, view) {
  const act = (more) => view.act({ type: part.type, action_id: part.action_id, block_id: block.block_id ?? "", ...more });
  const keep = (value) => view.inputs?.set(`${block.block_id ?? ""} ${part.action_id}`, value);
  switch (part.type) {
    case "button":
      return part.url
        ? element("a", { class: "button", href: part.url, target: "_blank", rel: "noopener noreferrer", onclick: () => act({ value: part.value }) }, part.text.text)
        : element("button", { type: "button", class: part.style, "aria-label": part.accessibility_label, onclick: () => act({ value: part.value }) }, part.text.text);
    case "feedback_buttons":
      return element(
        "span",
        { class: "feedback" },
        ...["positive_button", "negative_button"].map((side) =>
          element("button", { type: "button", "aria-label": part[side].accessibility_label, onclick: () => act({ value: part[side].value }) }, part[side].text.text)),
      );
    case "overflow":
      return element(
        "details",
        { class: "overflow" },
        element("summary", { "aria-label": "More" }, "⋯"),
        ...part.options.map((one) => element("button", { type: "button", onclick: () => act({ selected_option: one }) }, one.text.text)),
      );
    case "static_select":
    case "external_select":
      return drawSelect(part, act, keep, view);
    case "radio_buttons":
      keep({ type: part.type, selected_option: part.initial_option ?? null });
      return choices(part, "radio", block, (picked) => { keep({ type: part.type, selected_option: picked[0] ?? null }); act({ selected_option: picked[0] ?? null }); }, part.initial_option ? [part.initial_option] : []);
    case "checkboxes":
      keep({ type: part.type, selected_options: part.initial_options ?? [] });
      return choices(part, "checkbox", block, (picked) => { keep({ type: part.type, selected_options: picked }); act({ selected_options: picked }); }, part.initial_options ?? []);
    case "plain_text_input": {
      keep({ type: part.type, value: part.initial_value ?? null });
      return element(part.multiline ? "textarea" : "input", {
        value: part.initial_value, placeholder: part.placeholder?.text, maxlength: part.max_length,
        oninput: (event) => keep({ type: part.type, value: event.target.value || null }),
      });
    }
    default:
      return element("span", { class: "violation" }, `[${part.type}]`);
  }
}

function drawSelect(part, act, keep, view) {
  let options = part.options ?? (part.option_groups ?? []).flatMap((group) => group.options);
  const initial = part.initial_option;
  keep({ type: part.type, selected_option: initial ?? null });
  const pick = (value) => {
    const option = options.find((one) => one.value === value) ?? null;
    keep({ type: part.type, selected_option: option });
    act({ selected_option: option });
  };
  if (part.type === "static_select") {
    const select = element("select", { "aria-label": part.placeholder?.text, onchange: (event) => pick(event.target.value) },
      ...(initial ? [] : [element("option", { value: "" }, part.placeholder?.text ?? "Choose")]),
      ...options.map((one) => element("option", { value: one.value, selected: one.value === initial?.value }, one.text.text)));
    return select;
  }
  const id = `list-${part.action_id}`;
  const list = element("datalist", { id });
  const input = element("input", {
    list: id, value: initial?.text.text, placeholder: part.placeholder?.text,
    oninput: async (event) => {
      const typed = event.target.value;
      const exact = options.find((one) => one.text.text === typed);
      if (exact) return pick(exact.value);
      options = (await view.options?.({ action_id: part.action_id, value: typed })) ?? [];
      list.replaceChildren(...options.map((one) => element("option", { value: one.text.text })));
    },
  });
  return element("span", {}, input, list);
}

function choices(part, kind, block, changed, initial) {
  const picked = new Set(initial.map((one) => one.value));
  const name = `${block.block_id}-${part.action_id}`;
  return element(
    "span",
    { class: "choices" },
    ...part.options.map((one) =>
      element("label", {},
        element("input", {
          type: kind, name, value: one.value, checked: picked.has(one.value),
          onchange: (event) => {
            if (kind === "radio") picked.clear();
            event.target.checked ? picked.add(one.value) : picked.delete(one.value);
            changed(part.options.filter((each) => picked.has(each.value)));
          },
        }),
        one.text.text)),
  );
}

// The instant at which clocks in *zone* show *local* ("2021-05-04T11:05")
export function toInstant(local, zone) {
  const guess = new Date(`${local}Z`);
  const parts = Object.fromEntries(new Intl.DateTimeFormat("en-US", { timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" }).formatToParts(guess).map((one) => [one.type, one.value]));
  const shown = Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute);
  return new Date(guess.getTime() - (shown - guess.getTime())).toISOString();
}
