// The three dots with more to choose.
import type { ReactNode } from "react";
import { useSurface, type ElementProps } from "../blocks/surface";
import { Menu } from "../shell/Menu";
import { useFollow } from "../shell/follow";
import { readLink } from "../text/links";
import { plainText } from "../text/plain";
import { useConfirm } from "./confirm";

export function Overflow({ block, element }: ElementProps): ReactNode {
  const surface = useSurface();
  const confirm = useConfirm();
  const follow = useFollow();
  const items = (element.options ?? []).map((option) => ({
    label: plainText(option.text),
    detail: plainText(option.description),
    onSelect: () =>
      confirm(element.confirm, () => {
        if (option.url) follow(readLink(option.url, location.origin));
        surface.use(block, element, option.value);
      }),
  }));
  return <Menu className="icon-button bordered" icon="dots" items={items} label={element.accessibility_label ?? "More options"} />;
}
