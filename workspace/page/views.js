// Draws modals and the Home, and keeps what is being typed into them.
import { el } from "./dom.js";
import { drawBlocks } from "./blocks.js";

const drafts = new Map(); // view id -> {block_id: {action_id: value}}

function initial(element) {
  if (element.initial_options) return element.initial_options.map((option) => option.value);
  if (element.initial_option) return element.initial_option.value;
  const name = Object.keys(element).find((key) => key.startsWith("initial_"));
  return name ? element[name] : undefined;
}

function stored(view, block, element) {
  const entry = view.state.values[block.block_id]?.[element.action_id];
  if (!entry) return undefined;
  if (entry.selected_options) return entry.selected_options.map((option) => option.value);
  if (entry.selected_option !== undefined) return entry.selected_option?.value;
  return Object.entries(entry).find(([key]) => key !== "type")?.[1];
}

export function viewContext(view, { act, people, channels }) {
  const draft = drafts.get(view.id) ?? {};
  drafts.set(view.id, draft);
  return {
    key: view.id, errors: view.errors, people, channels,
    held: (block, element) => draft[block.block_id]?.[element.action_id] ?? stored(view, block, element) ?? initial(element),
    hold: (block, element, value) => { draft[block.block_id] = { ...draft[block.block_id], [element.action_id]: value }; },
    use: (element, block, value) => act("click_view", { view_id: view.id, action_id: element.action_id, value, values: draft }),
  };
}

export function drawHome(view, tools) {
  if (!view) return el("p", { class: "empty" }, "The app has not published a Home for you yet.");
  return el("div", { class: "home" }, drawBlocks(view.blocks, viewContext(view, tools)));
}

export function drawModal(view, tools) {
  const submit = (event) => {
    event.preventDefault();
    tools.act("submit_view", { view_id: view.id, values: drafts.get(view.id) ?? {} });
  };
  const close = () => tools.act("close_view", { view_id: view.id });
  return el("div", { class: "veil" }, el("form", { class: "modal", role: "dialog", "aria-modal": "true", "aria-label": view.title.text, onsubmit: submit, "data-view": view.id },
    el("header", {}, el("h2", {}, view.title.text), el("button", { type: "button", class: "plain", "aria-label": "Close", onclick: close }, "✕")),
    el("div", { class: "modal-body" }, drawBlocks(view.blocks, viewContext(view, tools))),
    el("footer", {},
      el("button", { type: "button", class: "button", onclick: close }, view.close?.text ?? "Cancel"),
      view.submit ? el("button", { type: "submit", class: "button primary" }, view.submit.text) : null)));
}
