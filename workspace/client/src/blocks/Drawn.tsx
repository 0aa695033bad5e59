// Draws blocks that nobody can use (text, tables, cards, plans, ...) with slack-blocks-to-jsx.
import { memo, useMemo, type ReactNode } from "react";
import { Message, type Block as LibraryBlock, type MessageProps } from "slack-blocks-to-jsx";
import { useWorkspace } from "../state/context";
import { useTheme } from "../shell/theme";
import type { Block } from "../protocol";
import { emojiOf } from "../text/emoji";
import { Link } from "./Link";
import { Mention } from "./Mention";
import { prepare } from "./prepare";

const HOOKS: NonNullable<MessageProps["hooks"]> = {
  link: ({ href, children }) => <Link href={href}>{children}</Link>,
  user: ({ id }) => <Mention user={id} />,
  emoji: ({ name, skin_tone: tone }) => emojiOf(tone ? `${name}::skin-tone-${tone}` : name),
  channel: ({ id }) => <Mention channel={id} />,
  atHere: () => <span className="mention everyone">@here</span>,
  atChannel: () => <span className="mention everyone">@channel</span>,
  atEveryone: () => <span className="mention everyone">@everyone</span>,
};

/** Text is parsed anew only when it changes, not with each thing that happens elsewhere. */
const Library = memo(Message);

export const Drawn = memo(function Drawn({ blocks }: { blocks: Block[] }): ReactNode {
  const { people, channels, app } = useWorkspace();
  const theme = useTheme();
  const data = useMemo(
    () => ({
      users: Object.values(people).map((each) => ({ id: each.id, name: each.is_bot ? app.name : each.real_name })),
      channels: Object.values(channels).map((each) => ({ id: each.id, name: each.name ?? "" })),
    }),
    [people, channels, app],
  );
  const prepared = useMemo(() => blocks.map((block) => prepare(block)) as unknown as LibraryBlock[], [blocks]);
  return <Library blocks={prepared} data={data} hooks={HOOKS} logo="" name="" theme={theme} withoutWrapper />;
});
