// Rows of things to use: actions, and the small ones below an answer.
import type { ReactNode } from "react";
import type { Block } from "../protocol";
import { ElementView } from "../elements/ElementView";

export function Actions({ block }: { block: Block }): ReactNode {
  return (
    <div className={`actions ${block.type === "context_actions" ? "context-actions" : ""}`}>
      {(block.elements ?? []).map((element, index) => <ElementView block={block} element={element} key={element.action_id ?? index} />)}
    </div>
  );
}
