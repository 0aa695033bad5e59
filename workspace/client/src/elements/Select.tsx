// A select menu, of one or of many: a combobox that filters as one types.
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { dispatches, useSurface, type ElementProps } from "../blocks/surface";
import { Icon } from "../shell/Icon";
import { usePlacement } from "../shell/placement";
import { useWorkspace } from "../state/context";
import { plainText } from "../text/plain";
import { useConfirm } from "./confirm";
import { useExternalOptions } from "./external";
import { fitting, heldValues, offersOf, type Offer } from "./options";

export function Select({ block, element, labelledBy, describedBy, isInvalid }: ElementProps): ReactNode {
  const surface = useSurface();
  const state = useWorkspace();
  const confirm = useConfirm();
  const id = useId();
  const isMulti = element.type.startsWith("multi_");
  const isExternal = element.type.endsWith("external_select");
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const [active, setActive] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);
  usePlacement(field, list, isOpen);
  const external = useExternalOptions(block, element, typed, isExternal && isOpen);
  const known = useMemo(() => (isExternal ? external : offersOf(element, state)), [isExternal, external, element, state]);
  const offers = isExternal ? known : fitting(known, typed);
  const held = heldValues(surface.held(block, element));
  const most = element.max_selected_items ?? Infinity;
  const labelOf = (value: string) => plainText(known.find((each) => each.value === value)?.label ?? remembered.current.get(value) ?? value);
  const remembered = useRef(new Map<string, string>());

  useEffect(() => {
    list.current?.querySelector("[aria-selected=true].active, .active")?.scrollIntoView({ block: "nearest" });
  }, [active, isOpen]);

  const keep = (values: string[]) => {
    const value = isMulti ? values : (values[0] ?? null);
    surface.hold(block, element, value);
    if (dispatches(block)) surface.use(block, element, value);
  };
  const close = () => { setOpen(false); setTyped(""); setActive(0); };
  const choose = (chosen: Offer) => {
    remembered.current.set(chosen.value, chosen.label);
    confirm(element.confirm, () => {
      if (!isMulti) return keep([chosen.value]);
      if (held.includes(chosen.value)) keep(held.filter((each) => each !== chosen.value));
      else if (held.length < most) keep([...held, chosen.value]);
    });
    if (!isMulti) close();
    else setTyped("");
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const chosen = offers[active];
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen) setOpen(true);
      else setActive((active + (event.key === "ArrowDown" ? 1 : offers.length - 1)) % Math.max(1, offers.length));
    } else if (event.key === "Enter" && isOpen && chosen) {
      event.preventDefault();
      choose(chosen);
    } else if (event.key === "Enter") {
      event.preventDefault();
      setOpen(true);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === "Backspace" && isMulti && !typed && held.length) keep(held.slice(0, -1));
  };
  const shown = isOpen ? typed : isMulti ? "" : held[0] ? labelOf(held[0]) : "";
  const placeholder = plainText(element.placeholder) || (isMulti ? "Choose some…" : "Choose…");

  return (
    <div className={`select ${isOpen ? "open" : ""}`} onBlur={(event) => { if (!event.currentTarget.contains(event.relatedTarget)) close(); }}>
      {isMulti && held.map((value) => (
        <span className="chip" key={value}>
          {labelOf(value)}
          <button aria-label={`Remove ${labelOf(value)}`} onClick={() => keep(held.filter((each) => each !== value))} type="button"><Icon name="close" /></button>
        </span>
      ))}
      <input
        aria-activedescendant={isOpen && offers[active] ? `${id}-${active}` : undefined}
        aria-autocomplete="list"
        aria-controls={`${id}-list`}
        aria-describedby={describedBy}
        aria-expanded={isOpen}
        aria-invalid={isInvalid || undefined}
        aria-label={labelledBy ? undefined : placeholder}
        aria-labelledby={labelledBy}
        autoComplete="off"
        className="field select-field"
        data-action={element.action_id}
        onChange={(event) => { setTyped(event.target.value); setOpen(true); setActive(0); }}
        onClick={() => setOpen(true)}
        onKeyDown={onKeyDown}
        placeholder={placeholder}
        ref={field}
        role="combobox"
        spellCheck={false}
        value={shown}
      />
      <Icon className="select-mark" name="down-small" />
      <ul aria-label={placeholder} aria-multiselectable={isMulti || undefined} className="listbox floating" hidden={!isOpen} id={`${id}-list`} ref={list} role="listbox">
        {isOpen && offers.map((each, index) => (
          <OfferRow
            group={each.group !== (offers[index - 1]?.group ?? "") ? each.group : ""}
            id={`${id}-${index}`}
            isActive={index === active}
            isHeld={held.includes(each.value)}
            key={`${each.group} ${each.value}`}
            offer={each}
            onChoose={() => choose(each)}
            onPoint={() => setActive(index)}
          />
        ))}
        {isOpen && offers.length === 0 && <li className="empty-row" role="presentation">{isExternal && typed.length < (element.min_query_length ?? 3) ? `Type ${element.min_query_length ?? 3} letters or more` : "No results"}</li>}
      </ul>
    </div>
  );
}

interface RowProps {
  offer: Offer;
  group: string;
  id: string;
  isActive: boolean;
  isHeld: boolean;
  onChoose: () => void;
  onPoint: () => void;
}

function OfferRow({ offer, group, id, isActive, isHeld, onChoose, onPoint }: RowProps): ReactNode {
  return (
    <>
      {group && <li className="group-row" role="presentation">{plainText(group)}</li>}
      <li aria-selected={isHeld} className={isActive ? "active" : ""} data-value={offer.value} id={id} onMouseDown={(event) => { event.preventDefault(); onChoose(); }} onMouseMove={onPoint} role="option">
        <span>{plainText(offer.label)}{offer.detail && <span className="hint"> {plainText(offer.detail)}</span>}</span>
        {isHeld && <Icon name="check" />}
      </li>
    </>
  );
}
