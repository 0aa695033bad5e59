// Draws Block Kit blocks. `context` says what using an element does, and what its inputs hold.
import { el, link, emoji } from "./dom.js";
import { icon } from "./icons.js";
import { markdown, mrkdwn, textObject } from "./text.js";
import { element } from "./elements.js";
import { richText } from "./richtext.js";

export function drawBlocks(blocks, context) {
  return (blocks ?? []).map((block) => {
    const draw = BLOCKS[block.type];
    return draw ? draw(block, context) : el("div", { class: "block unknown" }, `(a ${block.type} block)`);
  });
}

const box = (name, ...children) => el("div", { class: `block ${name}` }, ...children);

function section(block, context) {
  const fields = (block.fields ?? []).map((field) => el("div", { class: "field" }, textObject(field)));
  return box("section",
    el("div", { class: "grow" }, el("div", {}, textObject(block.text)), fields.length ? el("div", { class: "fields" }, fields) : null),
    block.accessory ? el("div", { class: "accessory" }, element(block.accessory, block, context)) : null);
}

function image(block) {
  return box("image", el("div", { class: "image-alt", role: "img", "aria-label": block.alt_text }, icon("picture"), block.alt_text),
    block.title ? el("div", { class: "hint" }, textObject(block.title)) : null);
}

function context(block) {
  return box("context", block.elements.map((each) =>
    el("span", {}, each.type === "image" ? [icon("picture"), each.alt_text] : textObject(each))));
}

function input(block, ctx) {
  const error = ctx.errors?.[block.block_id];
  const label = el("label", {}, el("span", { class: "label" }, textObject(block.label), block.optional ? el("span", { class: "hint" }, " (optional)") : null),
    element(block.element, block, { ...ctx, dispatches: block.dispatch_action === true }));
  return box("input" + (error ? " wrong" : ""), label,
    error ? el("div", { class: "error", role: "alert" }, error) : null,
    block.hint ? el("div", { class: "hint" }, textObject(block.hint)) : null);
}

function table(block) {
  const cell = (each) => each?.type === "rich_text" ? richText(each) : [emoji(String(each?.text ?? ""))];
  return box("table", el("table", {}, el("tbody", {}, block.rows.map((row, index) =>
    el("tr", {}, row.map((each) => el(index ? "td" : "th", {}, cell(each))))))));
}

const STATUS = { pending: "○", in_progress: "◔", complete: "✓", error: "✕" };

function task(block) {
  const detail = (value) => !value ? null : el("div", { class: "hint" }, typeof value === "string" ? markdown(value) : richText(value));
  return box("task " + (block.status ?? "pending"),
    el("div", {}, el("span", { class: "task-mark", "aria-label": block.status ?? "pending" }, STATUS[block.status] ?? "○"), " ", block.title ?? ""),
    detail(block.details), detail(block.output),
    (block.sources ?? []).map((source) => el("div", { class: "hint" }, link(source.url, source.text ?? source.url))));
}

const BLOCKS = {
  section, image, context, input, table,
  task_card: task,
  plan: (block) => box("plan", el("strong", {}, block.title), (block.tasks ?? []).map(task)),
  header: (block) => box("header", el("h3", {}, textObject(block.text))),
  divider: () => el("hr", { class: "block" }),
  markdown: (block) => box("markdown", markdown(block.text)),
  rich_text: (block) => box("rich-text", richText(block)),
  actions: (block, ctx) => box("actions", block.elements.map((each) => element(each, block, ctx))),
  context_actions: (block, ctx) => box("actions context-actions", block.elements.map((each) => element(each, block, ctx))),
  alert: (block) => box("alert", textObject(block.text)),
};

export function fallbackText(message) {
  return mrkdwn(message.text ?? "");
}
