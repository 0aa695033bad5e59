// Turns Slack's two text formats, mrkdwn and Markdown, into nodes.
import { el, link, emoji } from "./dom.js";

let names = { people: {}, channels: {} };
export function setNames(people, channels) { names = { people, channels }; }

const unescape = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
const plain = (text) => emoji(unescape(text));

export function angle(inner) {
  const [target, label] = inner.split("|");
  if (target.startsWith("@")) return el("span", { class: "mention" }, "@" + (names.people[target.slice(1)] ?? label ?? target.slice(1)));
  if (target.startsWith("#")) return el("span", { class: "mention" }, "#" + (label ?? names.channels[target.slice(1)] ?? target.slice(1)));
  if (target.startsWith("!")) return el("span", { class: "mention" }, "@" + (label ?? target.slice(1).split("^")[0]));
  return link(unescape(target), unescape(label ?? target));
}

// Each rule: a pattern that must match at the place, and what the match becomes.
const CODE = [/^`([^`\n]+)`/, (m) => el("code", {}, unescape(m[1]))];
const ANGLE = [/^<((?:@|#|!|https?:|mailto:|slack:)[^<>]*)>/, (m) => angle(m[1])];
const MRKDWN = [
  CODE, ANGLE,
  [/^\*(\S(?:[^*\n]*\S)?)\*(?!\w)/, (m) => el("strong", {}, inline(m[1], MRKDWN))],
  [/^_(\S(?:[^_\n]*\S)?)_(?!\w)/, (m) => el("em", {}, inline(m[1], MRKDWN))],
  [/^~(\S(?:[^~\n]*\S)?)~(?!\w)/, (m) => el("s", {}, inline(m[1], MRKDWN))],
];
const MARKDOWN = [
  CODE,
  [/^\\([\\`*_{}[\]()#+.!|<>~-])/, (m) => m[1]],
  [/^!\[([^\]]*)\]\(([^()\s]+)\)/, (m) => link(m[2], m[1] || m[2])],
  [/^\[((?:[^[\]]|\[[^[\]]*\])+)\]\(((?:[^()\s]|\([^()\s]*\))+)(?:\s+"[^"]*")?\)/, (m) => link(m[2], inline(m[1], MARKDOWN))],
  ANGLE,
  [/^(\*\*|__)(\S(?:.*?\S)?)\1/, (m) => el("strong", {}, inline(m[2], MARKDOWN))],
  [/^\*(\S(?:[^*\n]*\S)?)\*/, (m) => el("em", {}, inline(m[1], MARKDOWN))],
  [/^_(\S(?:[^_\n]*\S)?)_(?!\w)/, (m) => el("em", {}, inline(m[1], MARKDOWN))],
  [/^~~(\S(?:.*?\S)?)~~/, (m) => el("s", {}, inline(m[1], MARKDOWN))],
  [/^https?:\/\/[^\s<>|]*[^\s<>|.,;:!?)\]]/, (m) => link(m[0], m[0])],
];

function inline(text, rules) {
  const nodes = [];
  let held = "";
  for (let at = 0; at < text.length;) {
    const before = text[at - 1] ?? " ";
    const rest = text.slice(at);
    const marks = /[\w*]/.test(before) && /^[_*~]/.test(rest) && rules === MRKDWN;
    const wordy = /\w/.test(before) && /^(_|https?:)/.test(rest);
    const rule = marks || wordy ? null : rules.find(([pattern]) => pattern.test(rest));
    if (!rule) { held += text[at]; at += 1; continue; }
    const match = rule[0].exec(rest);
    if (held) nodes.push(plain(held));
    held = "";
    nodes.push(rule[1](match));
    at += match[0].length;
  }
  if (held) nodes.push(plain(held));
  return nodes;
}

const lined = (lines, rules) => lines.flatMap((line, index) => [index ? el("br") : null, inline(line, rules)]);

export function mrkdwn(text) {
  const parts = text.split(/```\n?([\s\S]*?)```/);
  return parts.flatMap((part, index) => index % 2 ? el("pre", {}, unescape(part)) : mrkdwnLines(part));
}

function mrkdwnLines(text) {
  const groups = [];
  for (const line of text.replace(/^\n|\n$/g, "").split("\n")) {
    const quoted = /^(&gt;|>)\s?/.test(line);
    const last = groups.at(-1);
    const body = line.replace(/^(&gt;|>)\s?/, "");
    if (last && last.quoted === quoted) last.lines.push(body); else groups.push({ quoted, lines: [body] });
  }
  return groups.filter((group) => group.lines.join("")).map((group) =>
    group.quoted ? el("blockquote", {}, lined(group.lines, MRKDWN)) : el("span", { class: "lines" }, lined(group.lines, MRKDWN)));
}

const ITEM = /^(\s*)([-*+•]|\d+[.)])\s+(.*)$/;
const TABLE_RULE = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;
const cells = (line) => line.trim().replace(/^\||\|$/g, "").split(/(?<!\\)\|/).map((cell) => cell.trim());

export function markdown(text) {
  const lines = text.split("\n");
  const nodes = [];
  let paragraph = [];
  const flush = () => { if (paragraph.length) nodes.push(el("p", {}, lined(paragraph, MARKDOWN))); paragraph = []; };
  while (lines.length) {
    const line = lines[0];
    if (/^\s*```/.test(line)) { flush(); nodes.push(takeFence(lines)); }
    else if (/^#{1,6}\s/.test(line)) { flush(); nodes.push(el("h4", {}, inline(lines.shift().replace(/^#+\s+/, "").replace(/\s#+$/, ""), MARKDOWN))); }
    else if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(line)) { flush(); lines.shift(); nodes.push(el("hr")); }
    else if (line.includes("|") && TABLE_RULE.test(lines[1] ?? "") && lines[1].includes("-")) { flush(); nodes.push(takeTable(lines)); }
    else if (ITEM.test(line)) { flush(); nodes.push(takeList(lines)); }
    else if (/^\s*>/.test(line)) { flush(); nodes.push(takeQuote(lines)); }
    else if (!line.trim()) { flush(); lines.shift(); }
    else paragraph.push(lines.shift());
  }
  flush();
  return nodes;
}

function takeFence(lines) {
  lines.shift();
  const body = [];
  while (lines.length && !/^\s*```/.test(lines[0])) body.push(lines.shift());
  lines.shift();
  return el("pre", {}, body.join("\n"));
}

function takeQuote(lines) {
  const body = [];
  while (lines.length && /^\s*>/.test(lines[0])) body.push(lines.shift().replace(/^\s*>\s?/, ""));
  return el("blockquote", {}, markdown(body.join("\n")));
}

function takeList(lines) {
  const [, indent, mark] = ITEM.exec(lines[0]);
  const list = el(/\d/.test(mark) ? "ol" : "ul", /\d/.test(mark) ? { start: parseInt(mark, 10) } : {});
  while (lines.length) {
    const match = ITEM.exec(lines[0]);
    if (!match || match[1].length < indent.length) {
      if (!match && /^\s{2,}\S/.test(lines[0]) && list.lastChild) { list.lastChild.append(el("br"), ...inline(lines.shift().trim(), MARKDOWN)); continue; }
      break;
    }
    if (match[1].length > indent.length + 1 && list.lastChild) list.lastChild.append(takeList(lines));
    else list.append(el("li", {}, inline(lines.shift().replace(ITEM, "$3"), MARKDOWN)));
  }
  return list;
}

function takeTable(lines) {
  const head = cells(lines.shift());
  lines.shift();
  const body = [];
  while (lines.length && lines[0].includes("|")) body.push(cells(lines.shift()));
  const row = (values, name) => el("tr", {}, values.map((value) => el(name, {}, inline(value, MARKDOWN))));
  return el("div", { class: "table" }, el("table", {}, el("thead", {}, row(head, "th")), el("tbody", {}, body.map((each) => row(each, "td")))));
}

export function textObject(object) {
  if (!object) return [];
  return object.type === "mrkdwn" ? mrkdwn(object.text) : [emoji(object.text ?? "")];
}
