// The list above the composer: commands, people or emoji that fit what is typed.
import { useEffect, useRef, type ReactNode } from "react";
import { Avatar } from "../shell/Avatar";
import { Icon } from "../shell/Icon";
import { useWorkspace } from "../state/context";
import type { Suggestion } from "../text/completion";

interface Props {
  id: string;
  suggestions: Suggestion[];
  active: number;
  onChoose: (suggestion: Suggestion) => void;
  onPoint: (index: number) => void;
}

const TITLES = { command: "Commands", person: "People and apps", emoji: "Emoji" };

export function Suggestions({ id, suggestions, active, onChoose, onPoint }: Props): ReactNode {
  const { people } = useWorkspace();
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => { list.current?.querySelector(".active")?.scrollIntoView({ block: "nearest" }); }, [active]);
  const kind = suggestions[0]?.kind;
  return (
    <div className="suggestions" hidden={!kind}>
      <div className="suggestions-head"><strong>{kind ? TITLES[kind] : ""}</strong><span className="hint">↑↓ to choose · Enter to insert · Esc to dismiss</span></div>
      <ul aria-label={kind ? TITLES[kind] : "Suggestions"} className="listbox" id={id} ref={list} role="listbox">
        {suggestions.map((each, index) => (
          <li aria-selected={index === active} className={index === active ? "active" : ""} id={`${id}-${index}`} key={each.key} onMouseDown={(event) => { event.preventDefault(); onChoose(each); }} onMouseMove={() => onPoint(index)} role="option">
            {each.kind === "person" && <Avatar id={each.key} isApp={people[each.key]?.is_bot ?? false} name={each.label} size="small" />}
            {each.kind === "command" && <span className="command-icon"><Icon name="slash" /></span>}
            <span><strong>{each.label}</strong> <span className="hint">{each.detail}</span></span>
          </li>
        ))}
      </ul>
    </div>
  );
}
