// Draws messages.
import { el, emoji, link } from "./dom.js";
import { icon } from "./icons.js";
import { drawBlocks, fallbackText } from "./blocks.js";

const COLOURS = ["#4a154b", "#0b6e4f", "#1264a3", "#b5651d", "#8b1e3f", "#3c4f76"];

function avatar(name, id, isApp) {
  const sum = [...id].reduce((total, letter) => total + letter.charCodeAt(0), 0);
  return el("span", { class: "avatar", style: `background:${COLOURS[isApp ? 0 : 1 + sum % (COLOURS.length - 1)]}`, "aria-hidden": "true" }, name[0].toUpperCase());
}

const time = (ts) => new Date(Number(ts) * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });

export function drawMessage(message, store, tools) {
  const person = store.people.get(message.user);
  const name = person ? (person.is_bot ? store.app.name : person.real_name) : "Slackbot";
  const isApp = person?.is_bot || message.user === "USLACKBOT";
  return el("article", { class: `message ${message.is_ephemeral ? "ephemeral" : ""}`, "data-ts": message.ts, id: `${tools.pane}-${message.ts}` },
    avatar(name, message.user, isApp),
    el("div", { class: "body" },
      message.is_ephemeral ? el("div", { class: "only-you" }, icon("eye"), "Only visible to you") : null,
      el("div", { class: "byline" }, el("strong", {}, name), isApp ? el("span", { class: "badge" }, "APP") : null,
        el("time", {}, time(message.ts)), message.edited ? el("span", { class: "hint" }, "(edited)") : null,
        message.streaming ? el("span", { class: "hint" }, "writing…") : null),
      el("div", { class: "content" }, content(message, store, tools), files(message)),
      reactions(message, store, tools),
      tools.pane === "main" ? replies(message, store, tools) : null),
    toolbar(message, store, tools));
}

function files(message) {
  return (message.files ?? []).map((file) =>
    el("div", { class: "file" }, icon("file"), link(file.url_private_download, file.title || file.name), el("span", { class: "hint" }, `${file.name} · ${Math.ceil(file.size / 1024)} kB`)));
}

function content(message, store, tools) {
  if (!message.blocks?.length) return fallbackText(message);
  const inputs = store.inputs(message.ts);
  return drawBlocks(message.blocks, {
    key: `${tools.pane}-${message.ts}`, people: store.peopleList(), channels: store.channelList(),
    selected: (element) => store.selections.get(`${message.ts} ${element.action_id}`),
    held: (block, element) => inputs[block.block_id]?.[element.action_id] ?? element.initial_option?.value,
    hold: (block, element, value) => { inputs[block.block_id] = { ...inputs[block.block_id], [element.action_id]: value }; },
    use: (element, _block, value) => {
      if (element.type === "feedback_buttons") store.select(message.ts, element.action_id, value);
      tools.act("click", { message_ts: message.ts, action_id: element.action_id, value, inputs });
      tools.redraw();
    },
  });
}

function reactions(message, store, tools) {
  if (!message.reactions?.length) return null;
  return el("div", { class: "reactions" }, message.reactions.map((each) => {
    const mine = each.users.includes(store.user);
    return el("button", { class: "reaction", "aria-pressed": String(mine), onclick: () => tools.act(mine ? "unreact" : "react", { message_ts: message.ts, name: each.name }) },
      `${emoji(`:${each.name}:`)} ${each.count}`);
  }));
}

function replies(message, store, tools) {
  const thread = store.thread(message.channel, message.ts).slice(1);
  if (!thread.length) return null;
  const isFresh = store.fresh.has(`${message.channel} ${message.ts}`);
  return el("button", { class: `replies ${isFresh ? "fresh" : ""}`, onclick: () => tools.openThread(message) },
    `${thread.length} ${thread.length === 1 ? "reply" : "replies"}${isFresh ? " · new" : ""}`);
}

function toolbar(message, store, tools) {
  if (message.user === "USLACKBOT") return null;
  const button = (title, sign, onclick) => el("button", { class: "plain", title, "aria-label": title, onclick }, icon(sign));
  return el("div", { class: "toolbar" },
    message.streaming ? button("Stop", "stop", () => tools.act("stop_stream", { message_ts: message.ts })) : null,
    button("React with thumbs up", "up", () => tools.act("react", { message_ts: message.ts, name: "+1" })),
    message.is_ephemeral ? null : button("Reply in thread", "reply", () => tools.openThread(message)),
    store.app.shortcuts.map((each) => button(each.name, "bolt", () => tools.act("shortcut", { callback_id: each.callback_id, message_ts: message.ts }))));
}
