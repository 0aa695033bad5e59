// A picture: images of other hosts are not loaded, so its words stand for it.
import type { ReactNode } from "react";
import { Icon } from "../shell/Icon";
import type { Block, Text } from "../protocol";
import { plainText } from "../text/plain";

export function ImageBlock({ block }: { block: Block }): ReactNode {
  const title = plainText(block.title as Text | undefined);
  return (
    <figure className="image-block">
      {title && <figcaption className="hint">{title}</figcaption>}
      <ImageAlt alt={block.alt_text ?? title} />
    </figure>
  );
}

export function ImageAlt({ alt }: { alt: string }): ReactNode {
  return <span aria-label={alt} className="image-alt" role="img" title="Pictures of other hosts are not loaded here"><Icon name="picture" />{alt}</span>;
}
