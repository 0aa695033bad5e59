// What a message says: its blocks, or its text where it has none, then what is attached.
import { useMemo, type ReactNode } from "react";
import { Blocks } from "../blocks/Blocks";
import { Drawn } from "../blocks/Drawn";
import { SurfaceContext } from "../blocks/surface";
import type { Message } from "../protocol";
import { Files } from "./Files";
import { useMessageSurface } from "./useMessageSurface";

export function MessageBody({ message, pane }: { message: Message; pane: string }): ReactNode {
  const surface = useMessageSurface(message, pane);
  // What people type is kept as text with Slack's marks; their rich text has none of them.
  const isTyped = !message.bot_id;
  const blocks = message.blocks ?? [];
  return (
    <SurfaceContext value={surface}>
      <div className="content">
        {blocks.length && !isTyped ? <Blocks blocks={blocks} /> : message.text && <TextBody text={message.text} />}
        {(message.attachments ?? []).map((each, index) => (
          <div className="attachment" key={index}>
            {each.blocks ? <Blocks blocks={each.blocks} /> : <TextBody text={each.text ?? each.fallback ?? ""} />}
          </div>
        ))}
        <Files files={message.files ?? []} />
      </div>
    </SurfaceContext>
  );
}

function TextBody({ text }: { text: string }): ReactNode {
  const blocks = useMemo(() => [{ type: "section", text: { type: "mrkdwn" as const, text } }], [text]);
  return <Drawn blocks={blocks} />;
}
