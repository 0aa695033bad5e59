// A channel, or a direct message with the app: header, messages, status, prompts, composer.
import { useMemo, type ReactNode } from "react";
import { Composer } from "../composer/Composer";
import { useSend } from "../composer/useSend";
import { MessageList } from "../messages/MessageList";
import { StatusLine } from "../messages/StatusLine";
import { useNavigation } from "../shell/navigation";
import type { Channel } from "../protocol";
import { useWorkspace } from "../state/context";
import { statusOfAny, topLevel } from "../state/state";
import { ChannelHeader } from "./ChannelHeader";
import { Intro } from "./Intro";
import { Prompts } from "./Prompts";

export function ChannelPane({ channel, onMenu }: { channel: Channel; onMenu: () => void }): ReactNode {
  const state = useWorkspace();
  const { thread } = useNavigation();
  const send = useSend(channel.id, null);
  const messages = useMemo(() => topLevel(state, channel.id), [state, channel.id]);
  const name = channel.kind === "im" ? state.app.name : `${channel.kind === "group" ? "" : "#"}${channel.name}`;
  return (
    <main aria-label={name} className="pane main-pane" id="main">
      <ChannelHeader channel={channel} onMenu={onMenu} />
      <MessageList id="messages" intro={<Intro channel={channel} isEmpty={messages.length === 0} />} label={`Messages in ${name}`} messages={messages} pane="main" place={channel.id} />
      <StatusLine id="status" status={statusOfAny(state, channel.id, thread)} />
      {channel.kind === "im" && <Prompts channel={channel.id} />}
      <Composer canAttach id="composer" label={`Message ${name}`} onSend={send} place={channel.id} />
    </main>
  );
}
