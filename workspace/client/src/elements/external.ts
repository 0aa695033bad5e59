// What the app offers for an external select, asked as one types.
import { useEffect, useState } from "react";
import type { Block, Element, Option, OptionGroup } from "../protocol";
import { useSurface } from "../blocks/surface";
import { sendJson } from "../state/api";
import { useStore } from "../state/context";
import { offersOf, type Offer } from "./options";

const PAUSE = 250;
const LEAST = 3;

type Suggested = { ok: boolean; error?: string; options?: Option[]; option_groups?: OptionGroup[] };

export function useExternalOptions(_block: Block, element: Element, typed: string, isAsked: boolean): Offer[] {
  const surface = useSurface();
  const store = useStore();
  const [offers, setOffers] = useState<Offer[]>([]);
  const least = element.min_query_length ?? LEAST;
  const { kind, container } = surface;
  useEffect(() => {
    if (!isAsked || typed.length < least) return undefined;
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const where: Record<string, string> = kind === "message" ? { message_ts: container } : { view_id: container };
      const given = { user: store.state?.user ?? "", action_id: element.action_id, query: typed, ...where };
      const answer = (await sendJson("/page/suggest", "POST", given)) as Suggested;
      if (!isCurrent || !store.state) return;
      if (!answer.ok) store.onError(answer.error ?? "The app did not answer with options.");
      const found = { type: "static_select", action_id: "", options: answer.options ?? [] };
      setOffers(offersOf(answer.option_groups ? { ...found, option_groups: answer.option_groups } : found, store.state));
    }, PAUSE);
    return () => { isCurrent = false; clearTimeout(timer); };
  }, [store, kind, container, element.action_id, typed, least, isAsked]);
  return offers;
}
