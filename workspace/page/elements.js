// Draws interactive elements. `context.use(element, block, value)` is called when one is used;
// `context.held(block, element)` and `context.hold(block, element, value)` keep what inputs contain.
import { el, emoji } from "./dom.js";
import { icon } from "./icons.js";
import { textObject } from "./text.js";

const label = (option) => emoji(option.text.text);
const options = (each) => each.options ?? (each.option_groups ?? []).flatMap((group) => group.options);

function agreed(each) {
  const confirm = each.confirm;
  return !confirm || window.confirm(`${confirm.title.text}\n\n${confirm.text.text}`);
}

function button(each, block, context) {
  const use = () => {
    if (!agreed(each)) return;
    if (each.url) window.open(each.url, "_blank", "noopener");
    context.use(each, block, each.value ?? null);
  };
  return el("button", { type: "button", class: `button ${each.style ?? ""}`, onclick: use, "aria-label": each.accessibility_label, "data-action": each.action_id }, textObject(each.text));
}

function feedback(each, block, context) {
  const chosen = context.selected?.(each);
  const one = (choice, sign) => el("button", {
    type: "button", class: "feedback", title: choice.text.text, "aria-label": choice.accessibility_label ?? choice.text.text,
    "aria-pressed": String(chosen === choice.value), "data-action": each.action_id, "data-value": choice.value,
    onclick: () => context.use(each, block, choice.value),
  }, icon(sign));
  return el("span", { class: "feedback-pair" }, one(each.positive_button, "up"), one(each.negative_button, "down"));
}

function changed(each, block, context, value) {
  context.hold(block, each, value);
  const dispatches = block.type !== "input" || context.dispatches;
  if (dispatches && agreed(each)) context.use(each, block, value);
}

function select(each, block, context) {
  const held = context.held(block, each);
  const option = (choice) => el("option", { value: choice.value, selected: choice.value === held }, label(choice));
  const groups = each.option_groups
    ? each.option_groups.map((group) => el("optgroup", { label: group.label.text }, group.options.map(option)))
    : options(each).map(option);
  return el("select", { "data-action": each.action_id, onchange: (event) => changed(each, block, context, event.target.value) },
    el("option", { value: "", disabled: true, selected: !held }, each.placeholder?.text ?? "Choose…"), groups);
}

function multiSelect(each, block, context) {
  const held = context.held(block, each) ?? [];
  return el("select", {
    multiple: true, size: Math.min(6, options(each).length), "data-action": each.action_id,
    onchange: (event) => changed(each, block, context, [...event.target.selectedOptions].map((option) => option.value)),
  }, options(each).map((choice) => el("option", { value: choice.value, selected: held.includes(choice.value) }, label(choice))));
}

function choices(each, block, context, kind) {
  const held = [context.held(block, each) ?? []].flat();
  const name = `${context.key ?? ""}-${block.block_id}-${each.action_id}`;
  const box = el("div", { class: "choices", "data-action": each.action_id });
  const change = () => {
    const ticked = [...box.querySelectorAll("input:checked")].map((input) => input.value);
    changed(each, block, context, kind === "radio" ? ticked[0] : ticked);
  };
  box.append(...options(each).map((choice) => el("label", { class: "choice" },
    el("input", { type: kind, name, value: choice.value, checked: held.includes(choice.value), onchange: change }),
    el("span", {}, textObject(choice.text), choice.description ? el("span", { class: "hint" }, " ", textObject(choice.description)) : null))));
  return box;
}

function typed(each, block, context) {
  const kinds = { number_input: "number", email_text_input: "email", url_text_input: "url", datepicker: "date", timepicker: "time" };
  const attributes = {
    placeholder: each.placeholder?.text, maxlength: each.max_length ? String(each.max_length) : null, "data-action": each.action_id,
    oninput: (event) => context.hold(block, each, event.target.value),
    onchange: (event) => { if (each.type.endsWith("picker")) changed(each, block, context, event.target.value); },
  };
  const node = each.multiline ? el("textarea", { ...attributes, rows: "4" }) : el("input", { ...attributes, type: kinds[each.type] ?? "text" });
  node.value = context.held(block, each) ?? "";
  return node;
}

function named(each, block, context, list) {
  return select({ ...each, options: list.map((item) => ({ value: item.id, text: { type: "plain_text", text: item.name } })) }, block, context);
}

const ELEMENTS = {
  button, static_select: select, overflow: select, multi_static_select: multiSelect, feedback_buttons: feedback,
  icon_button: (each, block, context) => button({ ...each, text: each.text ?? { type: "plain_text", text: each.icon ?? "•" } }, block, context),
  radio_buttons: (each, block, context) => choices(each, block, context, "radio"),
  checkboxes: (each, block, context) => choices(each, block, context, "checkbox"),
  users_select: (each, block, context) => named(each, block, context, context.people ?? []),
  conversations_select: (each, block, context) => named(each, block, context, context.channels ?? []),
  channels_select: (each, block, context) => named(each, block, context, context.channels ?? []),
  image: (each) => el("span", { class: "image-alt", role: "img", "aria-label": each.alt_text }, icon("picture"), each.alt_text),
};
for (const kind of ["plain_text_input", "number_input", "email_text_input", "url_text_input", "datepicker", "timepicker"]) ELEMENTS[kind] = typed;

export function element(each, block, context) {
  const draw = ELEMENTS[each.type];
  return draw ? draw(each, block, context) : el("span", { class: "hint" }, `(a ${each.type})`);
}
