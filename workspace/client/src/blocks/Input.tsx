// One labelled field of a form, with its hint and what is wrong with it.
import { useId, type ReactNode } from "react";
import type { Block } from "../protocol";
import { ElementView } from "../elements/ElementView";
import { Icon } from "../shell/Icon";
import { plainText } from "../text/plain";
import { useSurface } from "./surface";

export function Input({ block }: { block: Block }): ReactNode {
  const { errors } = useSurface();
  const id = useId();
  const error = block.block_id ? errors[block.block_id] : undefined;
  if (!block.element) return null;
  const described = [error && `${id}-error`, block.hint && `${id}-hint`].filter(Boolean).join(" ");
  return (
    <div className={`input-block ${error ? "wrong" : ""}`}>
      <div className="label" id={`${id}-label`}>
        {plainText(block.label)}{block.optional && <span className="hint"> (optional)</span>}
      </div>
      <ElementView block={block} describedBy={described || undefined} element={block.element} isInvalid={Boolean(error)} labelledBy={`${id}-label`} />
      {error && <div className="error" id={`${id}-error`} role="alert"><Icon name="warning" />{error}</div>}
      {block.hint && <div className="hint" id={`${id}-hint`}>{plainText(block.hint)}</div>}
    </div>
  );
}
