// The build adds this export: see vite/slim-blocks.ts.
import "slack-blocks-to-jsx";

declare module "slack-blocks-to-jsx" {
  export const emojiTable: Record<string, string>;
}
