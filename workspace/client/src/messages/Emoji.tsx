// An emoji by its name; the few that are offered first are drawn as the page's other pictures are,
// so that they show where no emoji font is installed.
import type { ReactNode } from "react";
import { Icon, type IconName } from "../shell/Icon";
import { emojiOf } from "../text/emoji";

const DRAWN: Record<string, IconName> = { "+1": "up", thumbsup: "up", "-1": "down", thumbsdown: "down", white_check_mark: "check", eyes: "eye" };

export function Emoji({ name }: { name: string }): ReactNode {
  const icon = DRAWN[name];
  return icon ? <Icon name={icon} /> : <span>{emojiOf(name)}</span>;
}
