// A field for formatted text: *bold*, _italic_, ~strike~, `code` and lists become rich text.
import { useState, type ReactNode } from "react";
import { useSurface, type ElementProps } from "../blocks/surface";
import type { Json } from "../protocol";
import { plainText } from "../text/plain";
import { toRichText, toTyped } from "../text/richtext";

export function RichTextInput({ block, element, labelledBy, describedBy, isInvalid }: ElementProps): ReactNode {
  const surface = useSurface();
  const [typed, setTyped] = useState(() => toTyped(surface.held(block, element)));
  const change = (text: string) => {
    setTyped(text);
    surface.hold(block, element, text.trim() ? (toRichText(text) as unknown as Json) : null);
  };
  return (
    <>
      <textarea
        aria-describedby={describedBy}
        aria-invalid={isInvalid || undefined}
        aria-labelledby={labelledBy}
        className="field"
        data-action={element.action_id}
        onChange={(event) => change(event.target.value)}
        placeholder={plainText(element.placeholder)}
        rows={5}
        value={typed}
      />
      <div className="hint">*bold* &nbsp;_italic_ &nbsp;~strike~ &nbsp;`code` &nbsp;- list</div>
    </>
  );
}
