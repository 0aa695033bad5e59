// The words of a text object, with emoji drawn.
import type { Text } from "../protocol";
import { emojiOf } from "./emoji";

export const drawEmoji = (text: string) => text.replace(/:([a-z0-9_+'-]+(?:::skin-tone-\d)?):/g, (_, name: string) => emojiOf(name));

export function plainText(text: Text | string | undefined): string {
  if (!text) return "";
  return drawEmoji(typeof text === "string" ? text : text.text);
}
