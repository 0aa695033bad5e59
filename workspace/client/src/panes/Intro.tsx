// What stands above the first message of a conversation.
import type { ReactNode } from "react";
import { Avatar } from "../shell/Avatar";
import { Icon } from "../shell/Icon";
import type { Channel } from "../protocol";
import { useWorkspace } from "../state/context";

export function Intro({ channel, isEmpty }: { channel: Channel; isEmpty: boolean }): ReactNode {
  const { app } = useWorkspace();
  if (channel.kind === "im")
    return (
      <div className="intro">
        <Avatar id={app.bot} isApp name={app.name} size="large" />
        <h3>{app.name} <span className="badge">APP</span></h3>
        <p>This is the very beginning of your direct message history with <strong>{app.name}</strong>.{app.description ? ` ${app.description}` : " Only the two of you are in here."}</p>
      </div>
    );
  return (
    <div className="intro">
      <span className="intro-icon"><Icon name={channel.kind === "group" ? "lock" : "hash"} /></span>
      <h3>{channel.kind === "group" ? "" : "#"}{channel.name}</h3>
      <p>
        {isEmpty ? "Nothing has been said here yet. " : "This is the very beginning of this channel. "}
        {channel.topic?.value ? `${channel.topic.value}. ` : ""}
        {channel.has_app ? <>Mention <span className="mention">@{app.name}</span> to ask, or type <code>/</code> for its commands.</> : `Add ${app.name} above to talk to it here.`}
      </p>
    </div>
  );
}
