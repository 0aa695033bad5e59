// Radio buttons and checkboxes.
import type { ReactNode } from "react";
import { dispatches, useSurface, type ElementProps } from "../blocks/surface";
import { Drawn } from "../blocks/Drawn";
import type { Option } from "../protocol";
import { plainText } from "../text/plain";
import { useConfirm } from "./confirm";

export function Choices({ block, element, labelledBy, describedBy, isInvalid }: ElementProps): ReactNode {
  const surface = useSurface();
  const confirm = useConfirm();
  const isRadio = element.type === "radio_buttons";
  const held = [surface.held(block, element) ?? []].flat() as string[];
  const choose = (option: Option) =>
    confirm(element.confirm, () => {
      const isHeld = held.includes(option.value);
      const after = isRadio ? option.value : isHeld ? held.filter((each) => each !== option.value) : [...held, option.value];
      surface.hold(block, element, after);
      if (dispatches(block)) surface.use(block, element, after);
    });
  return (
    <div aria-describedby={describedBy} aria-invalid={isInvalid || undefined} aria-labelledby={labelledBy} className="choices" data-action={element.action_id} role={isRadio ? "radiogroup" : "group"}>
      {(element.options ?? []).map((option) => (
        <label className="choice" key={option.value}>
          <input
            checked={held.includes(option.value)}
            name={`${surface.key}-${block.block_id}-${element.action_id}`}
            onChange={() => choose(option)}
            type={isRadio ? "radio" : "checkbox"}
            value={option.value}
          />
          <span>
            <OptionText text={option.text} />
            {option.description && <span className="hint choice-description">{plainText(option.description)}</span>}
          </span>
        </label>
      ))}
    </div>
  );
}

function OptionText({ text }: { text: Option["text"] }): ReactNode {
  if (text.type === "plain_text") return plainText(text);
  return <Drawn blocks={[{ type: "section", text }]} />;
}
