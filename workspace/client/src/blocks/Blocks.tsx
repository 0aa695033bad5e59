// Draws a list of blocks: runs of those that nobody can use together, the others with components of ours.
import type { ReactNode } from "react";
import type { Block } from "../protocol";
import { Actions } from "./Actions";
import { Card, Carousel } from "./Card";
import { Container } from "./Container";
import { Drawn } from "./Drawn";
import { ImageBlock } from "./Image";
import { Input } from "./Input";
import { Section } from "./Section";

const OURS: Record<string, (props: { block: Block }) => ReactNode> = {
  actions: Actions,
  context_actions: Actions,
  card: Card,
  carousel: Carousel,
  container: Container,
  image: ImageBlock,
  video: ImageBlock,
  input: Input,
};

export function Blocks({ blocks }: { blocks: Block[] }): ReactNode {
  return (
    <div className="blocks">
      {splitRuns(blocks).map((run, index) => {
        const [first] = run;
        if (!first) return null;
        if (first.accessory) return <Section block={first} key={index} />;
        const Ours = OURS[first.type];
        return Ours ? <Ours block={first} key={index} /> : <Drawn blocks={run} key={index} />;
      })}
    </div>
  );
}

/** Blocks in runs: each block of ours alone, those of the library together. */
export function splitRuns(blocks: Block[]): Block[][] {
  const runs: Block[][] = [];
  let open: Block[] | null = null;
  for (const block of blocks) {
    if (block.accessory || block.type in OURS) {
      runs.push([block]);
      open = null;
    } else if (open) open.push(block);
    else runs.push((open = [block]));
  }
  return runs;
}
