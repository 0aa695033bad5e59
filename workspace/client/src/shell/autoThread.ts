// Opens the thread of one's own question when its answer begins, where there is room beside the channel.
import { useEffect } from "react";
import { useStore } from "../state/context";
import { findMessage, isInThread } from "../state/state";
import { useNavigation } from "./navigation";

const ROOM = "(min-width: 900px)";

export function useAutoThread(): void {
  const store = useStore();
  const { openThread } = useNavigation();
  useEffect(
    () =>
      store.watch((happening) => {
        const { state, open } = store;
        if (!("update" in happening) || happening.update.kind !== "message" || !state) return;
        const { message } = happening.update;
        if (!isInThread(message) || message.channel !== open.channel || open.thread || message.user === state.user) return;
        const root = findMessage(state, message.channel, message.thread_ts ?? "");
        const isFirst = !store.seen.has(message.ts);
        store.seen.add(message.ts);
        if (isFirst && root?.user === state.user && window.matchMedia(ROOM).matches) openThread(message.thread_ts ?? null);
      }),
    [store, openThread],
  );
}
