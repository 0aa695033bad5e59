// What the blocks of a message hold, and what using them does.
import { useCallback, useMemo, useState } from "react";
import type { Surface } from "../blocks/surface";
import { initialValue } from "../blocks/surface";
import type { Json, Message } from "../protocol";
import { useStore, useWorkspace } from "../state/context";

type Held = Record<string, Record<string, Json>>;

export function useMessageSurface(message: Message, pane: string): Surface {
  const store = useStore();
  const { selections } = useWorkspace();
  const [inputs, setInputs] = useState<Held>({});
  const { ts } = message;
  const hold = useCallback<Surface["hold"]>((block, element, value) => {
    const blockId = block.block_id ?? "";
    setInputs((before) => ({ ...before, [blockId]: { ...before[blockId], [element.action_id]: value } }));
  }, []);
  return useMemo<Surface>(
    () => ({
      kind: "message",
      container: ts,
      key: `${pane}-${ts}`,
      errors: {},
      hold,
      held: (block, element) => {
        if (element.type === "feedback_buttons") return selections[`${ts} ${element.action_id}`];
        return inputs[block.block_id ?? ""]?.[element.action_id] ?? selections[`${ts} ${element.action_id}`] ?? initialValue(element);
      },
      use: (_block, element, value) => {
        store.dispatch({ kind: "selected", ts, action: element.action_id, value });
        void store.act("click", { message_ts: ts, action_id: element.action_id, value, inputs });
      },
    }),
    [store, ts, pane, inputs, selections, hold],
  );
}
