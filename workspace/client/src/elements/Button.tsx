// Buttons with words, and small ones with a picture.
import type { ReactNode } from "react";
import { useSurface, type ElementProps } from "../blocks/surface";
import { Icon, type IconName } from "../shell/Icon";
import { useFollow } from "../shell/follow";
import { readLink } from "../text/links";
import { plainText } from "../text/plain";
import { useConfirm } from "./confirm";

function useClick({ block, element }: ElementProps): () => void {
  const surface = useSurface();
  const confirm = useConfirm();
  const follow = useFollow();
  return () =>
    confirm(element.confirm, () => {
      if (element.url) follow(readLink(element.url, location.origin));
      surface.use(block, element, element.value ?? null);
    });
}

export function Button(props: ElementProps): ReactNode {
  const { element } = props;
  return (
    <button aria-label={element.accessibility_label} className={`button ${element.style ?? ""}`} data-action={element.action_id} data-value={element.value} onClick={useClick(props)} type="button">
      {plainText(element.text)}
    </button>
  );
}

const ICONS: Record<string, IconName> = { trash: "trash" };

export function IconButton(props: ElementProps): ReactNode {
  const { element } = props;
  const label = element.accessibility_label ?? (plainText(element.text) || element.icon || "Button");
  return (
    <button aria-label={label} className="icon-button" data-action={element.action_id} onClick={useClick(props)} title={plainText(element.text) || label} type="button">
      <Icon name={ICONS[element.icon ?? ""] ?? "dots"} />
    </button>
  );
}
