// A button that opens a menu: arrows move, Escape closes, and the focus goes back.
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { Icon, type IconName } from "./Icon";
import { usePlacement } from "./placement";

export interface MenuItem {
  label: string;
  detail?: string;
  icon?: IconName;
  picture?: ReactNode;
  isDanger?: boolean;
  /** Words above this item and those that follow. */
  heading?: string;
  onSelect: () => void;
}

interface Props {
  label: string;
  items: MenuItem[];
  icon?: IconName;
  children?: ReactNode;
  className?: string;
  onToggle?: (isOpen: boolean) => void;
}

export function Menu({ label, items, icon, children, className = "icon-button", onToggle }: Props): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  usePlacement(button, menu, isOpen, "end");
  const toggle = (after: boolean) => { setOpen(after); onToggle?.(after); };
  const close = (returns: boolean) => {
    toggle(false);
    if (returns) button.current?.focus();
  };
  useEffect(() => {
    if (isOpen) menu.current?.querySelector<HTMLElement>("[role=menuitem]")?.focus();
  }, [isOpen]);
  const onKeyDown = (event: KeyboardEvent) => {
    const all = [...(menu.current?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])];
    const at = all.indexOf(document.activeElement as HTMLElement);
    const moves: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1 + all.length, Home: 0, End: all.length - 1 };
    const next = moves[event.key];
    if (next !== undefined) { event.preventDefault(); all[next % all.length]?.focus(); }
    if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); close(true); }
    if (event.key === "Tab") close(false);
  };
  return (
    <span className="menu-anchor" onBlur={(event) => { if (isOpen && !event.currentTarget.contains(event.relatedTarget)) close(false); }}>
      <button aria-expanded={isOpen} aria-haspopup="menu" aria-label={children ? undefined : label} className={className} onClick={() => toggle(!isOpen)} ref={button} title={label} type="button">
        {children ?? <Icon name={icon ?? "dots"} />}
      </button>
      {isOpen && (
        <div aria-label={label} className="menu floating" onKeyDown={onKeyDown} ref={menu} role="menu" tabIndex={-1}>
          {items.map((item) => (
            <div key={item.label} role="none">
              {item.heading && <div className="menu-heading" role="presentation">{item.heading}</div>}
              <button className={item.isDanger ? "is-danger" : ""} onClick={() => { close(true); item.onSelect(); }} role="menuitem" tabIndex={-1} type="button">
                {item.picture ?? (item.icon && <Icon name={item.icon} />)}
                <span>{item.label}{item.detail && <span className="hint menu-detail">{item.detail}</span>}</span>
              </button>
            </div>
          ))}
        </div>
      )}
    </span>
  );
}
