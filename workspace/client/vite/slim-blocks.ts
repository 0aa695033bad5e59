// Fits `slack-blocks-to-jsx` to a page that draws many messages and loads nothing from elsewhere:
// no repeated ids, no entity table of 2,000 names (Slack's text has three), one small emoji table.
import type { Plugin } from "vite";

const LIBRARY = /slack-blocks-to-jsx\/dist\/index\.mjs/;
const STYLE = /slack-blocks-to-jsx\/dist\/style\.css/;
const ENTITY = /\{key:\[[\d,]+\],value:(?:"(?:[^"\\]|\\.)*"|`[^`]*`)\},?/g;
/** Emoji in each skin colour: the page puts the colour on the plain one itself. */
const TONES = /"[^":]+::skin-tone-[\d-]+":"(?:[^"\\]|\\.)*",?/g;
const KEPT = new Set(["38,97,109,112", "97,109,112,59", "108,116,59", "103,116,59", "113,117,111,116,59"]);
const EMOJI_FALLBACK = "\0emoji-fallback";

export function slimBlocks(): Plugin {
  return {
    name: "slim-blocks",
    enforce: "pre",
    resolveId: (id) => (id === "node-emoji" ? EMOJI_FALLBACK : null),
    // The library looks into its own table first; what is not in there stays `:name:`, as in Slack.
    load: (id) => (id === EMOJI_FALLBACK ? "export const emojify = (text) => text;" : null),
    transform(code, id) {
      // In a layer of its own, the library's style gives way to the page's without a fight.
      if (STYLE.test(id)) return `@layer library {${code.replaceAll("#slack_blocks_to_jsx", ".slack_blocks_to_jsx")}}`;
      if (!LIBRARY.test(id)) return null;
      const slim = replaceAll(code, ENTITY, (entity) => (KEPT.has(keyOf(entity)) ? entity : ""));
      const plain = replaceAll(slim, TONES, () => "");
      const anonymous = replaceAll(plain, /id:"slack_blocks_to_jsx",/g, () => "");
      const table = /emojify as \w+\}from"node-emoji";var (\w+)=\{100:/.exec(anonymous)?.[1];
      if (!table) this.error("slack-blocks-to-jsx has changed: its emoji table is not found");
      return { code: `${anonymous}\nexport { ${table} as emojiTable };`, map: null };
    },
  };
}

const keyOf = (entity: string) => /\[([\d,]+)\]/.exec(entity)?.[1] ?? "";

function replaceAll(code: string, pattern: RegExp, replace: (found: string) => string): string {
  if (!code.match(pattern)) throw new Error(`slack-blocks-to-jsx has changed: ${pattern.source} is not found`);
  return code.replace(pattern, replace);
}
