// A card with its buttons, and a row of cards.
import type { ReactNode } from "react";
import type { Block, Element } from "../protocol";
import { ElementView } from "../elements/ElementView";
import { Drawn } from "./Drawn";

export function Card({ block }: { block: Block }): ReactNode {
  const actions = (block["actions"] as Element[] | undefined) ?? [];
  return (
    <div className="card">
      <Drawn blocks={[block]} />
      {actions.length > 0 && (
        <div className="actions">{actions.map((each, index) => <ElementView block={block} element={each} key={each.action_id ?? index} />)}</div>
      )}
    </div>
  );
}

export function Carousel({ block }: { block: Block }): ReactNode {
  const cards = (block.elements ?? []) as unknown as Block[];
  return <div aria-label="Cards" className="carousel" role="group" tabIndex={0}>{cards.map((card, index) => <Card block={card} key={index} />)}</div>;
}
