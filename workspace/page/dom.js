// Builds elements. Text always becomes a text node: nothing that was written in a message is parsed as HTML.

export function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "style") node.style.cssText = value;
    else if (key === "class") node.className = value;
    else if (key in node && typeof value !== "string") node[key] = value;
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export function link(url, ...label) {
  if (/^slack:\/\/app\?/i.test(url)) {
    const open = (event) => { event.preventDefault(); document.dispatchEvent(new Event("open-messages")); };
    return el("a", { href: "#", onclick: open }, ...label);
  }
  const safe = /^(https?:|mailto:)/i.test(url);
  if (!safe) return el("span", {}, ...label);
  return el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, ...label);
}

const EMOJI = {
  "+1": "👍", thumbsup: "👍", "-1": "👎", thumbsdown: "👎", white_check_mark: "✅", x: "❌", warning: "⚠️",
  eyes: "👀", tada: "🎉", bulb: "💡", book: "📖", books: "📚", mag: "🔍", question: "❓", rocket: "🚀",
  hourglass_flowing_sand: "⏳", robot_face: "🤖", wave: "👋", heart: "❤️", memo: "📝", link: "🔗", lock: "🔒",
  chart_with_upwards_trend: "📈", bar_chart: "📊", large_green_circle: "🟢", large_yellow_circle: "🟡",
  red_circle: "🔴", no_entry: "⛔", information_source: "ℹ️", pencil2: "✏️", wastebasket: "🗑️", gear: "⚙️",
  arrow_right: "➡️", sparkles: "✨", thinking_face: "🤔", raised_hands: "🙌", pray: "🙏", star: "⭐", clock1: "🕐",
};

export function emoji(text) {
  return text.replace(/:([a-z0-9_+-]+):/g, (whole, name) => EMOJI[name] ?? whole);
}
