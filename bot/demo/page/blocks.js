// Draws Block Kit as Slack does: https://docs.slack.dev/reference/block-kit. Plain DOM, no markup from data.
import { element } from "./element.js";
import { drawText, formatDate } from "./markup.js";

export { element } from "./element.js";

// What a drawing depends on: {zone, now (Date), act(action), inputs: Map of "block action" -> value}
export function drawBlocks(blocks, view) {
  return blocks.map((block) => (DRAW[block.type] ?? unknown)(block, view));
}

const DRAW = {
  header: (block, view) => element(view.level ?? "h3", { class: "header" }, block.text.text),
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

function drawElement(part, block, view) {
  const act = (more) => view.act({ type: part.type, action_id: part.action_id, block_id: block.block_id ?? "", ...more });
  const keep = (value) => view.inputs?.set(`${block.block_id ?? ""} ${part.action_id}`, value);
  switch (part.type) {
    case "button":
      return part.url
        ? element("a", { class: "button", href: part.url, target: "_blank", rel: "noopener noreferrer", onclick: () => act({ value: part.value }) }, part.text.text)
        : element("button", {
            type: "button", class: part.style, "aria-label": part.accessibility_label,
            onclick: async () => (await sure(part.confirm)) && act({ value: part.value }),
          }, part.text.text);
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

// Asks again where an element wants that, as Slack's confirmation dialog does.
function sure(confirm) {
  if (!confirm) return true;
  return new Promise((resolve) => {
    const done = (yes) => () => { dialog.remove(); resolve(yes); };
    const dialog = element("dialog", { class: "sure", "aria-label": confirm.title.text, oncancel: done(false) },
      element("h2", {}, confirm.title.text),
      element("p", { class: "body" }, confirm.text.text),
      element("footer", {},
        element("button", { type: "button", onclick: done(false) }, confirm.deny.text),
        element("button", { type: "button", class: confirm.style ?? "primary", onclick: done(true) }, confirm.confirm.text)));
    document.body.append(dialog);
    dialog.showModal();
  });
}
