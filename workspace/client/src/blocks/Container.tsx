// Blocks in a frame with a title, which may be folded.
import type { ReactNode } from "react";
import type { Block, Text } from "../protocol";
import { Blocks } from "./Blocks";
import { plainText } from "../text/plain";

export function Container({ block }: { block: Block }): ReactNode {
  const children = (block["child_blocks"] as Block[] | undefined) ?? [];
  const head = (
    <>
      <strong>{plainText(block.title as Text | undefined)}</strong>
      {block["subtitle"] ? <span className="hint"> {plainText(block["subtitle"] as Text)}</span> : null}
    </>
  );
  if (!block["is_collapsible"]) return <div className="container-block"><div>{head}</div><Blocks blocks={children} /></div>;
  return <details className="container-block" open={!block["default_collapsed"]}><summary>{head}</summary><Blocks blocks={children} /></details>;
}
