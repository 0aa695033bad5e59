// A person or a channel that a text names.
import type { ReactNode } from "react";
import { useWorkspace } from "../state/context";
import { nameOf } from "../state/state";
import { useNavigation } from "../shell/navigation";

export function Mention({ user, channel }: { user?: string; channel?: string }): ReactNode {
  const state = useWorkspace();
  const { go } = useNavigation();
  if (user) return <span className={`mention ${user === state.user ? "mine" : ""}`}>@{nameOf(state, user)}</span>;
  const found = channel ? state.channels[channel] : undefined;
  if (!found) return <span className="mention">#{channel}</span>;
  return <button className="mention" onClick={() => go(found.id)} type="button">#{found.name}</button>;
}
