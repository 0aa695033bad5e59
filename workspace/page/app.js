// Wires the page together: loads what one person sees, follows the feed, draws, and sends what they do.
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { setNames } from "./text.js";
import { Store } from "./store.js";
import { drawMessage } from "./messages.js";
import { drawHome, drawModal } from "./views.js";
import { buildComposer } from "./composer.js";

const $ = (id) => document.getElementById(id);
const store = new Store();
let place = "C_GENERAL"; // a channel id, or "home"
let thread = null; // {channel, ts}
let feed = null;

async function act(name, given = {}) {
  const response = await fetch("/page/act", {
    method: "POST", headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ act: name, user: store.user, ...given }),
  });
  const answer = await response.json();
  if (!answer.ok && !/cannot be submitted/.test(answer.error)) toast(answer.error);
  return answer.result;
}

function toast(text) {
  $("toast").textContent = text;
  $("toast").hidden = false;
  setTimeout(() => { $("toast").hidden = true; }, 5000);
}

// The feed is open before the snapshot is taken, and waits for it: nothing falls between the two.
async function load(user) {
  feed?.close();
  const waiting = [];
  const opened = new EventSource(`/page/feed?user=${encodeURIComponent(user)}`);
  feed = opened;
  opened.onmessage = (event) => waiting.push(JSON.parse(event.data));
  await new Promise((resolve) => { opened.onopen = resolve; });
  const response = await fetch(`/page/state?user=${encodeURIComponent(user)}`);
  const snapshot = await response.json();
  if (feed !== opened) return;
  show(snapshot);
  waiting.forEach(take);
  opened.onmessage = (event) => take(JSON.parse(event.data));
  opened.onopen = () => load(store.user);
}

function show(snapshot) {
  store.load(snapshot);
  localStorage.setItem("person", store.user);
  setNames(Object.fromEntries(store.peopleList().map((each) => [each.id, each.name])),
    Object.fromEntries([...store.channels.values()].map((each) => [each.id, each.name])));
  if (place !== "home" && !store.channels.has(place)) place = store.channels.has("C_GENERAL") ? "C_GENERAL" : [...store.channels.keys()][0];
  draw();
}

const UPDATES = {
  message: ({ message }) => {
    const isNew = !store.messages.has(`${message.channel} ${message.ts}`);
    store.put(message);
    if (isNew && message.channel !== place) store.unread.add(message.channel);
    const root = store.messages.get(`${message.channel} ${message.thread_ts}`);
    const isOpen = thread?.channel === message.channel && thread.ts === message.thread_ts;
    if (isNew && message.thread_ts && message.user !== store.user && !isOpen) store.fresh.add(`${message.channel} ${message.thread_ts}`);
    const isAnswer = isNew && message.channel === place && message.user !== store.user && root?.user === store.user;
    if (isAnswer && !thread) showThread(place, message.thread_ts);
  },
  deleted: ({ channel, ts }) => store.remove(channel, ts),
  thread: (update) => store.setThread(update.thread),
  views: ({ home, modals }) => { store.home = home; store.modals = modals; },
  told: ({ channel, text }) => { if (channel) store.told(channel, text); else toast(text); },
  reload: () => load(store.user),
};

function take(update) {
  UPDATES[update.kind]?.(update);
  draw(update.kind === "views" || update.kind === "reload");
}

let lastModals = "";

function draw(force = true) {
  drawSidebar();
  drawPlace();
  drawThread();
  const modals = JSON.stringify(store.modals);
  if (modals !== lastModals || force) drawModals();
  lastModals = modals;
}

function drawModals() {
  const top = store.modals.at(-1);
  const open = $("modals").querySelector(".modal");
  const active = document.activeElement?.closest?.("[data-action]")?.dataset.action;
  $("modals").replaceChildren(...(top ? [drawModal(top, tools("modal"))] : []));
  if (!top) return;
  const again = open && active && $("modals").querySelector(`[data-action="${CSS.escape(active)}"]`);
  (again || $("modals").querySelector("input, textarea, select, .modal-body button"))?.focus();
}

function tools(pane) {
  return { pane, act, openThread, redraw: () => draw(false), people: store.peopleList(), channels: store.channelList() };
}

function drawSidebar() {
  const people = [...store.people.values()].filter((each) => !each.is_bot);
  $("person").replaceChildren(...people.map((each) => el("option", { value: each.id, selected: each.id === store.user }, `${each.real_name} · ${each.profile.title}`)));
  const item = (id, label, onclick) => el("button", { class: `place ${place === id ? "current" : ""} ${store.unread.has(id) ? "unread" : ""}`, onclick, "data-place": id }, label);
  const rooms = [...store.channels.values()].filter((each) => each.kind !== "im");
  const direct = store.direct();
  $("places").replaceChildren(
    el("h2", {}, "Channels"), ...rooms.map((each) => item(each.id, [sign(each), each.name], () => go(each.id))),
    el("h2", {}, "Direct messages"), direct ? item(direct.id, `● ${store.app.name}`, openMessages) : "",
    el("h2", {}, "Apps"), item("home", `⌂ ${store.app.name} Home`, () => { go("home"); act("open_home"); }));
}

function openMessages() {
  go(store.direct().id);
  act("open_dm");
}
document.addEventListener("open-messages", openMessages);

const sign = (channel) => channel.kind === "group" ? icon("lock") : "# ";

function go(id) {
  place = id;
  thread = null;
  store.unread.delete(id);
  draw();
  if (id !== "home") composer.focus();
}

function drawPlace() {
  const channel = store.channels.get(place);
  const isHome = place === "home";
  const title = isHome ? `${store.app.name} Home` : channel.kind === "im" ? store.app.name : `${channel.kind === "group" ? "" : "# "}${channel.name}`;
  $("place-header").replaceChildren(el("strong", {}, title), el("span", { class: "hint" }, channel?.topic?.value ?? ""),
    channel && !channel.has_app ? el("button", { class: "button", onclick: () => act("invite", { channel: place }) }, `Add ${store.app.name}`) : "");
  $("composer").hidden = isHome;
  composer.place(isHome ? "" : `Message ${title}`);
  if (isHome) fill($("messages"), [drawHome(store.home, tools("home"))], false);
  else fill($("messages"), store.top(place).map((each) => drawMessage(each, store, tools("main"))), true);
  $("status").textContent = isHome ? "" : statusOfAny(place);
  drawPrompts(channel);
}

function fill(node, children, follows) {
  const atEnd = node.scrollHeight - node.scrollTop - node.clientHeight < 120;
  const active = node.contains(document.activeElement) ? document.activeElement : null;
  const { action, value } = active?.dataset ?? {};
  const ts = active?.closest("[data-ts]")?.dataset.ts;
  node.replaceChildren(...(children.length ? children : [el("p", { class: "empty" }, "Nothing here yet. Say something.")]));
  if (follows && atEnd) node.scrollTop = node.scrollHeight;
  if (!active) return;
  const same = [...node.querySelectorAll("[data-action]")].find((each) =>
    each.dataset.action === action && each.dataset.value === value && each.closest("[data-ts]")?.dataset.ts === ts);
  same?.focus({ preventScroll: true });
}

function statusOf(channel, ts) {
  const status = store.getThread(channel, ts, "status")?.status;
  return status ? `${store.app.name} ${status}` : "";
}

// In the channel, the status of a thread that is not open stands for the whole place.
function statusOfAny(channel) {
  const open = thread?.channel === channel ? thread.ts : null;
  const roots = [null, ...store.top(channel).map((each) => each.ts)].filter((ts) => ts === null || ts !== open);
  return roots.map((ts) => statusOf(channel, ts)).find(Boolean) ?? "";
}

function drawPrompts(channel) {
  const offered = channel?.kind === "im" ? store.getThread(channel.id, null, "prompts") : null;
  $("prompts").replaceChildren(...(offered?.prompts ?? []).map((each) =>
    el("button", { class: "prompt", onclick: () => act("say", { channel: channel.id, text: each.message }) }, each.title)));
}

function showThread(channel, ts) {
  thread = { channel, ts };
  store.fresh.delete(`${channel} ${ts}`);
}

function openThread(message) {
  showThread(message.channel, message.thread_ts ?? message.ts);
  draw();
  threadComposer.focus();
}

function drawThread() {
  $("thread").hidden = !thread;
  document.body.classList.toggle("with-thread", Boolean(thread));
  if (!thread) return;
  fill($("thread-messages"), store.thread(thread.channel, thread.ts).map((each) => drawMessage(each, store, tools("thread"))), true);
  $("thread-status").textContent = statusOf(thread.channel, thread.ts);
}

const commands = () => store.app.commands;
const composer = buildComposer($("composer"), {
  commands,
  send: (text) => act("say", { channel: place, text }),
  command: (name, text) => act("slash", { command: name, text, channel: place }),
  share: (name, content, text) => act("share_file", { channel: place, name, content, text }),
});
const threadComposer = buildComposer($("thread-composer"), {
  commands: () => [],
  send: (text) => act("say", { channel: thread.channel, text, thread_ts: thread.ts }),
  command: (name) => toast(`${name} is not supported in threads. Sorry!`),
});
threadComposer.place("Reply…");
$("thread-close").onclick = () => { thread = null; draw(); };
$("person").onchange = (event) => { thread = null; load(event.target.value); };
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  if (store.modals.length) act("close_view", { view_id: store.modals.at(-1).id });
});

const archive = /^\/archives\/([^/]+)\/p(\d+)(\d{6})$/.exec(location.pathname);
if (archive) place = archive[1];
load(new URLSearchParams(location.search).get("user") ?? localStorage.getItem("person") ?? "U_PM").then(() => {
  if (!archive) return;
  const ts = `${archive[2]}.${archive[3]}`;
  const message = store.messages.get(`${place} ${ts}`);
  if (message?.thread_ts) openThread(message);
  document.querySelector(`[data-ts="${ts}"]`)?.scrollIntoView();
});
