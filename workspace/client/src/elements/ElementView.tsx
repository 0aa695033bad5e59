// Draws one interactive element of Block Kit.
import type { ReactNode } from "react";
import type { ElementProps } from "../blocks/surface";
import { ImageAlt } from "../blocks/Image";
import { Button, IconButton } from "./Button";
import { Choices } from "./Choices";
import { FeedbackButtons } from "./FeedbackButtons";
import { FileInput } from "./FileInput";
import { Overflow } from "./Overflow";
import { Picker } from "./Picker";
import { RichTextInput } from "./RichTextInput";
import { Select } from "./Select";
import { TextInput } from "./TextInput";

const KINDS: Record<string, (props: ElementProps) => ReactNode> = {
  button: Button,
  workflow_button: Button,
  icon_button: IconButton,
  feedback_buttons: FeedbackButtons,
  overflow: Overflow,
  radio_buttons: Choices,
  checkboxes: Choices,
  datepicker: Picker,
  timepicker: Picker,
  datetimepicker: Picker,
  plain_text_input: TextInput,
  email_text_input: TextInput,
  url_text_input: TextInput,
  number_input: TextInput,
  rich_text_input: RichTextInput,
  file_input: FileInput,
  image: ({ element }) => <ImageAlt alt={element.alt_text ?? ""} />,
};

export function ElementView(props: ElementProps): ReactNode {
  const Kind = KINDS[props.element.type] ?? (props.element.type.endsWith("_select") ? Select : null);
  if (Kind && props.element.focus_on_load) return <div className="focus-first"><Kind {...props} /></div>;
  return Kind ? <Kind {...props} /> : <span className="hint">(a {props.element.type})</span>;
}
