// Emoji by name. The table is the one of the block library, so that there is only one in the page.
import { emojiTable } from "slack-blocks-to-jsx";

const ALIASES: Record<string, string> = { "+1": "👍", "-1": "👎", thumbsup: "👍", thumbsdown: "👎" };

const FIRST_TONE = 0x1f3fb;

/** Returns the emoji, with its skin colour if the name has one; a name that nobody knows stays `:name:`. */
export function emojiOf(name: string): string {
  const [plain = name, tone] = name.split("::skin-tone-");
  const found = ALIASES[plain] ?? emojiTable[plain];
  if (!found) return `:${name}:`;
  return tone ? found.replace("\u{FE0F}", "") + String.fromCodePoint(FIRST_TONE + Number(tone) - 2) : found;
}

export const EMOJI_NAMES = () => Object.keys(emojiTable);


/** The short list of the picker, before anything is searched. */
export const COMMON = [
  "+1", "-1", "heart", "tada", "joy", "smile", "thinking_face", "eyes", "raised_hands", "clap", "pray", "fire",
  "rocket", "white_check_mark", "x", "question", "exclamation", "bulb", "memo", "bug", "star", "100", "wave", "muscle",
  "sob", "sweat_smile", "heart_eyes", "sunglasses", "hourglass_flowing_sand", "warning", "point_up", "ok_hand",
];
