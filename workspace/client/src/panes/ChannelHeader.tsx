// The name of a conversation, its topic and its members; for the app, its two tabs.
import { useState, type ReactNode } from "react";
import { Avatar } from "../shell/Avatar";
import { Dialog } from "../shell/Dialog";
import { Icon } from "../shell/Icon";
import type { Channel } from "../protocol";
import { useStore, useWorkspace } from "../state/context";
import { nameOf } from "../state/state";
import { AppHeader } from "./AppHeader";

export function ChannelHeader({ channel, onMenu }: { channel: Channel; onMenu: () => void }): ReactNode {
  const state = useWorkspace();
  const store = useStore();
  const [isShown, setShown] = useState(false);
  if (channel.kind === "im") return <AppHeader onMenu={onMenu} tab="messages" />;
  const members = channel.members ?? [];
  return (
    <header className="pane-header" id="place-header">
      <button aria-label="Show conversations" className="tool only-narrow" onClick={onMenu} type="button"><Icon name="menu" /></button>
      <h2><Icon name={channel.kind === "group" ? "lock" : "hash"} />{channel.name}</h2>
      <span className="topic">{channel.topic?.value}</span>
      <span className="spacer" />
      {!channel.has_app && <button className="button" onClick={() => void store.act("invite", { channel: channel.id })} type="button"><Icon name="plus" />Add {state.app.name}</button>}
      <button aria-label={`${members.length} members of ${channel.name}`} className="members" onClick={() => setShown(true)} type="button">
        <span className="member-faces">{members.slice(0, 3).map((id) => <Avatar id={id} isApp={state.people[id]?.is_bot ?? false} key={id} name={nameOf(state, id)} size="small" />)}</span>
        {members.length}
      </button>
      {isShown && (
        <Dialog className="members-dialog" label={`Members of ${channel.name}`} onClose={() => setShown(false)}>
          <header className="dialog-head"><h2>{channel.kind === "group" ? "" : "#"}{channel.name}</h2><button aria-label="Close" className="tool" onClick={() => setShown(false)} type="button"><Icon name="close" /></button></header>
          <ul className="people">
            {members.map((id) => (
              <li key={id}>
                <Avatar id={id} isApp={state.people[id]?.is_bot ?? false} name={nameOf(state, id)} />
                <span><strong>{nameOf(state, id)}</strong>{id === state.user && <span className="hint"> (you)</span>}<span className="hint block">{state.people[id]?.is_bot ? "App" : state.people[id]?.profile.title}</span></span>
              </li>
            ))}
          </ul>
        </Dialog>
      )}
    </header>
  );
}
