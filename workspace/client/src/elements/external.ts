// What the app offers for an external select, asked as one types.
import { useEffect, useState } from "react";
import type { Block, Element, Option, OptionGroup } from "../protocol";
import { useSurface } from "../blocks/surface";
import { useStore } from "../state/context";
import { offersOf, type Offer } from "./options";

const PAUSE = 250;

export function useExternalOptions(block: Block, element: Element, typed: string, isAsked: boolean): Offer[] {
  const surface = useSurface();
  const store = useStore();
  const [offers, setOffers] = useState<Offer[]>([]);
  const least = element.min_query_length ?? 3;
  const { key } = surface;
  useEffect(() => {
    if (!isAsked || typed.length < least) return undefined;
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const given = { container: key, block_id: block.block_id ?? "", action_id: element.action_id, value: typed };
      const answer = await store.act("suggest", given);
      if (!isCurrent || !answer.ok || !answer.result || !store.state) return;
      const found = JSON.parse(answer.result) as { options?: Option[]; option_groups?: OptionGroup[] };
      setOffers(offersOf({ ...found, type: "static_select", action_id: "" }, store.state));
    }, PAUSE);
    return () => { isCurrent = false; clearTimeout(timer); };
  }, [store, key, block.block_id, element.action_id, typed, least, isAsked]);
  return offers;
}
