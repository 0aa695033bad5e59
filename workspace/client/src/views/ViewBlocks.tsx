// The blocks of a modal or of the Home, with what is typed into them.
import { useMemo, type ReactNode } from "react";
import { Blocks } from "../blocks/Blocks";
import { initialValue, SurfaceContext, type Surface } from "../blocks/surface";
import type { View } from "../protocol";
import { useStore } from "../state/context";
import { hold, presentDraft, storedValue, useDraft } from "./drafts";

export function ViewBlocks({ view }: { view: View }): ReactNode {
  const store = useStore();
  const draft = useDraft(view);
  const surface = useMemo<Surface>(
    () => ({
      kind: view.type,
      container: view.id,
      key: view.id,
      errors: view.errors,
      held: (block, element) => {
        const id = block.block_id ?? "";
        const typed = draft[id]?.[element.action_id];
        return typed !== undefined ? typed : (storedValue(view.state.values[id]?.[element.action_id]) ?? initialValue(element));
      },
      hold: (block, element, value) => hold(view.id, block.block_id ?? "", element.action_id, value),
      use: (block, element, value) => {
        const values = presentDraft({ ...draft, ...(block.type === "input" ? { [block.block_id ?? ""]: { ...draft[block.block_id ?? ""], [element.action_id]: value } } : {}) }, view);
        void store.act("click_view", { view_id: view.id, action_id: element.action_id, value, values });
      },
    }),
    [store, view, draft],
  );
  return <SurfaceContext value={surface}><Blocks blocks={view.blocks} /></SurfaceContext>;
}
