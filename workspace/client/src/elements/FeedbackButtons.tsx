// Thumbs below an answer; the one that was pressed stays so.
import type { ReactNode } from "react";
import { useSurface, type ElementProps } from "../blocks/surface";
import { Icon } from "../shell/Icon";
import type { Choice } from "../protocol";
import { plainText } from "../text/plain";

export function FeedbackButtons({ block, element }: ElementProps): ReactNode {
  const surface = useSurface();
  const chosen = surface.held(block, element);
  const draw = (choice: Choice | undefined, icon: "up" | "down") =>
    choice && (
      <button
        aria-label={choice.accessibility_label ?? plainText(choice.text)}
        aria-pressed={chosen === choice.value}
        className="feedback"
        data-action={element.action_id}
        data-value={choice.value}
        onClick={() => { surface.hold(block, element, choice.value); surface.use(block, element, choice.value); }}
        title={plainText(choice.text)}
        type="button"
      >
        <Icon filled={chosen === choice.value} name={icon} />
      </button>
    );
  return <span className="feedback-pair">{draw(element.positive_button, "up")}{draw(element.negative_button, "down")}</span>;
}
