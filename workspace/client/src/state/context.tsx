// Hands the store and the window's place to all components.
import { createContext, useContext, useSyncExternalStore } from "react";
import type { State } from "./state";
import type { Store } from "./store";

export const StoreContext = createContext<Store | null>(null);

export function useStore(): Store {
  const store = useContext(StoreContext);
  if (!store) throw new Error("There is no store above this component.");
  return store;
}

/** Returns the state; the shell draws nothing below until it is there. */
export function useWorkspace(): State {
  const store = useStore();
  const state = useSyncExternalStore(store.subscribe, () => store.state);
  if (!state) throw new Error("The workspace is not loaded yet.");
  return state;
}

export function useConnected(): boolean {
  const store = useStore();
  return useSyncExternalStore(store.subscribe, () => store.isConnected);
}
