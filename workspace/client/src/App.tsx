// Loads the workspace for the person whom the address names, then draws it.
import { useEffect, useRef, useSyncExternalStore, type ReactNode } from "react";
import { NavigationContext } from "./shell/navigation";
import { flash } from "./shell/follow";
import { Shell } from "./shell/Shell";
import { StoreContext } from "./state/context";
import { readAddress, readPerson, usePlace, writeAddress } from "./state/place";
import type { Store } from "./state/store";
import { findMessage, type State } from "./state/state";

export function App({ store }: { store: Store }): ReactNode {
  const navigation = usePlace();
  const state = useSyncExternalStore(store.subscribe, () => store.state);
  const asked = useRef(readAddress(location.pathname, location.hash).message);

  useEffect(() => { void store.follow(readPerson(location.search, null)); }, [store]);
  const isWritten = useRef(false);
  const user = state?.user;
  useEffect(() => {
    if (!user || asked.current) return;
    const address = writeAddress(user, navigation);
    const isFirst = !isWritten.current;
    isWritten.current = Boolean(navigation.at);
    if (address === location.pathname + location.search + location.hash) return;
    // The first place is where one came in; from then on, "back" leads through the places.
    if (isFirst) history.replaceState(null, "", address);
    else history.pushState(null, "", address);
  }, [user, navigation]);
  useEffect(() => {
    if (!state || !asked.current) return;
    const ts = asked.current;
    asked.current = null;
    navigation.openMessage(navigation.at, findMessage(state, navigation.at, ts)?.thread_ts ?? null);
    setTimeout(() => flash(ts), 150);
  }, [state, navigation]);

  useEffect(() => { document.title = state ? titleOf(state, navigation.at) : "Local Slack"; }, [state, navigation.at]);

  if (!state) return <div className="loading" role="status">Loading the workspace…</div>;
  return (
    <StoreContext value={store}>
      <NavigationContext value={navigation}><Shell key={state.user} /></NavigationContext>
    </StoreContext>
  );
}

/** "(2) #general – Priya Nair – Local Slack": two windows may be two people. */
function titleOf(state: State, at: string): string {
  const channel = state.channels[at];
  const place = channel?.kind === "im" || !channel ? state.app.name : `#${channel.name}`;
  const unread = Object.values(state.unread).reduce((sum, each) => sum + each, 0);
  return `${unread ? `(${unread}) ` : ""}${place} – ${state.people[state.user]?.real_name ?? ""} – Local Slack`;
}
