// Dates and times, by the browser's own pickers.
import type { ReactNode } from "react";
import { dispatches, useSurface, type ElementProps } from "../blocks/surface";
import { fromLocal, toLocal } from "../text/pickers";
import { useConfirm } from "./confirm";

const TYPES: Record<string, string> = { datepicker: "date", timepicker: "time", datetimepicker: "datetime-local" };

export function Picker({ block, element, labelledBy, describedBy, isInvalid }: ElementProps): ReactNode {
  const surface = useSurface();
  const confirm = useConfirm();
  const held = surface.held(block, element);
  const isBoth = element.type === "datetimepicker";
  const change = (typed: string) => {
    const value = isBoth ? fromLocal(typed) : typed || null;
    confirm(element.confirm, () => {
      surface.hold(block, element, value);
      if (dispatches(block) && value !== null) surface.use(block, element, value);
    });
  };
  return (
    <input
      aria-describedby={describedBy}
      aria-invalid={isInvalid || undefined}
      aria-label={labelledBy ? undefined : (element.placeholder?.text ?? element.type)}
      aria-labelledby={labelledBy}
      className="field picker"
      data-action={element.action_id}
      onChange={(event) => change(event.target.value)}
      type={TYPES[element.type]}
      value={isBoth ? toLocal(held as number | null | undefined) : String(held ?? "")}
    />
  );
}
