// The conversations: channels, direct messages, apps; and who this window is.
import type { ReactNode } from "react";
import { Avatar } from "../shell/Avatar";
import { focusSoon } from "../shell/focus";
import { Icon } from "../shell/Icon";
import { useNavigation } from "../shell/navigation";
import { useStore, useWorkspace } from "../state/context";
import { directMessage } from "../state/state";
import type { Channel } from "../protocol";
import { PersonSwitch } from "./PersonSwitch";

export function Sidebar({ onDone }: { onDone: () => void }): ReactNode {
  const state = useWorkspace();
  const store = useStore();
  const { go } = useNavigation();
  const rooms = Object.values(state.channels).filter((each) => each.kind !== "im");
  const direct = directMessage(state);
  const open = (id: string, act?: string) => {
    go(id);
    onDone();
    focusSoon("#composer textarea", "#place-header [aria-selected=true]");
    if (act) void store.act(act);
  };
  return (
    <nav aria-label="Conversations" className="sidebar" id="sidebar">
      <header className="workspace-name"><h1>{state.app.team ?? "Local Slack"}</h1></header>
      <div className="sidebar-scroll">
        <h2>Channels</h2>
        <ul>{rooms.map((each) => <li key={each.id}><ChannelRow channel={each} onOpen={() => open(each.id)} /></li>)}</ul>
        <h2>Direct messages</h2>
        <ul>
          {direct && (
            <li>
              <Row id={direct.id} onOpen={() => open(direct.id, "open_dm")} unread={state.unread[direct.id] ?? 0} isImportant>
                <Avatar id={state.app.bot} isApp name={state.app.name} size="small" /><span className="row-name">{state.app.name}</span><span aria-hidden="true" className="presence" />
              </Row>
            </li>
          )}
        </ul>
        <h2>Apps</h2>
        <ul>
          <li>
            <Row id="home" onOpen={() => open("home", "open_home")} unread={0}>
              <Icon name="home" /><span className="row-name">{state.app.name} Home</span>
            </Row>
          </li>
        </ul>
      </div>
      <footer>
        <PersonSwitch />
        <p>A local workspace. Nothing leaves this machine.</p>
      </footer>
    </nav>
  );
}

function ChannelRow({ channel, onOpen }: { channel: Channel; onOpen: () => void }): ReactNode {
  const { unread } = useWorkspace();
  return (
    <Row id={channel.id} onOpen={onOpen} unread={unread[channel.id] ?? 0}>
      <Icon name={channel.kind === "group" ? "lock" : "hash"} /><span className="row-name">{channel.name}</span>
    </Row>
  );
}

interface RowProps {
  id: string;
  unread: number;
  isImportant?: boolean;
  onOpen: () => void;
  children: ReactNode;
}

function Row({ id, unread, isImportant = false, onOpen, children }: RowProps): ReactNode {
  const { at } = useNavigation();
  const isCurrent = at === id;
  return (
    <button aria-current={isCurrent ? "page" : undefined} className={`place ${isCurrent ? "current" : ""} ${unread ? "unread" : ""}`} data-place={id} onClick={onOpen} type="button">
      {children}
      {unread > 0 && <span className={`unread-count ${isImportant ? "important" : ""}`}>{unread}<span className="visually-hidden"> unread</span></span>}
    </button>
  );
}
