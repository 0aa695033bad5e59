// A section with something to use beside its text.
import type { ReactNode } from "react";
import type { Block } from "../protocol";
import { ElementView } from "../elements/ElementView";
import { Drawn } from "./Drawn";

export function Section({ block }: { block: Block }): ReactNode {
  const { accessory, ...text } = block;
  return (
    <div className="section-with">
      <div className="section-text"><Drawn blocks={[text]} /></div>
      {accessory && <div className="accessory"><ElementView block={block} element={accessory} /></div>}
    </div>
  );
}
