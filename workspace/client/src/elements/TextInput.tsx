// Fields to type into: text, e-mail, address, number.
import type { KeyboardEvent, ReactNode } from "react";
import { dispatches, useSurface, type ElementProps } from "../blocks/surface";
import { plainText } from "../text/plain";

const TYPES: Record<string, string> = { email_text_input: "email", url_text_input: "url", number_input: "text" };

export function TextInput({ block, element, labelledBy, describedBy, isInvalid }: ElementProps): ReactNode {
  const surface = useSurface();
  const value = String(surface.held(block, element) ?? "");
  const triggers = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const change = (typed: string) => {
    surface.hold(block, element, typed);
    if (dispatches(block) && triggers.includes("on_character_entered")) surface.use(block, element, typed);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const isEnter = event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing;
    if (!isEnter || !dispatches(block) || !triggers.includes("on_enter_pressed")) return;
    event.preventDefault();
    surface.use(block, element, value);
  };
  const shared = {
    "aria-describedby": describedBy,
    "aria-invalid": isInvalid || undefined,
    "aria-labelledby": labelledBy,
    "data-action": element.action_id,
    maxLength: element.max_length,
    onKeyDown,
    placeholder: plainText(element.placeholder),
    value,
  };
  if (element.multiline)
    return (
      <>
        <textarea {...shared} className="field" onChange={(event) => change(event.target.value)} rows={5} />
        <Count most={element.max_length} length={value.length} />
      </>
    );
  const mode = element.type === "number_input" ? (element.is_decimal_allowed ? "decimal" : "numeric") : undefined;
  return (
    <>
      <input {...shared} className="field" inputMode={mode} onChange={(event) => change(event.target.value)} type={TYPES[element.type] ?? "text"} />
      <Count most={element.max_length} length={value.length} />
    </>
  );
}

function Count({ most, length }: { most: number | undefined; length: number }): ReactNode {
  if (!most || length < most * 0.8) return null;
  return <div className="hint count" role="status">{most - length}</div>;
}
