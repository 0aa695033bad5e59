// Draws rich_text: what Slack makes of a typed message.
import { el, link, emoji } from "./dom.js";
import { angle } from "./text.js";

function styled(node, style = {}) {
  const wraps = { bold: "strong", italic: "em", strike: "s", code: "code" };
  return Object.entries(wraps).reduce((inner, [key, name]) => style[key] ? el(name, {}, inner) : inner, node);
}

function piece(each) {
  switch (each.type) {
    case "text": return styled(each.text, each.style);
    case "link": return link(each.url, each.text ?? each.url);
    case "user": return angle(`@${each.user_id}`);
    case "channel": return angle(`#${each.channel_id}`);
    case "broadcast": return angle(`!${each.range}`);
    case "emoji": return emoji(`:${each.name}:`);
    default: return each.text ?? "";
  }
}

function part(each) {
  const inner = (each.elements ?? []).map(piece);
  switch (each.type) {
    case "rich_text_list":
      return el(each.style === "ordered" ? "ol" : "ul", { style: each.indent ? `margin-left:${each.indent * 20}px` : null },
        each.elements.map((item) => el("li", {}, part(item))));
    case "rich_text_quote": return el("blockquote", {}, inner);
    case "rich_text_preformatted": return el("pre", {}, inner);
    default: return el("span", { class: "lines pre-line" }, inner);
  }
}

export function richText(block) {
  return (block.elements ?? []).map(part);
}
