// The app's name, with its Home tab and its Messages tab.
import type { KeyboardEvent, ReactNode } from "react";
import { Avatar } from "../shell/Avatar";
import { Icon } from "../shell/Icon";
import { useNavigation } from "../shell/navigation";
import { useStore, useWorkspace } from "../state/context";
import { directMessage } from "../state/state";

export function AppHeader({ tab, onMenu }: { tab: "home" | "messages"; onMenu: () => void }): ReactNode {
  const state = useWorkspace();
  const store = useStore();
  const { go } = useNavigation();
  const open = (which: "home" | "messages") => {
    go(which === "home" ? "home" : (directMessage(state)?.id ?? "home"));
    void store.act(which === "home" ? "open_home" : "open_dm");
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    const other = tab === "home" ? "messages" : "home";
    open(other);
    const list = event.currentTarget;
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[role=tab][data-tab=${other}]`)?.focus() ?? list.focus());
  };
  const button = (which: "home" | "messages", label: string) => (
    <button aria-controls="messages" aria-selected={tab === which} className="tab" data-tab={which} onClick={() => open(which)} role="tab" tabIndex={tab === which ? 0 : -1} type="button">{label}</button>
  );
  return (
    <header className="pane-header app-header" id="place-header">
      <div className="app-title">
        <button aria-label="Show conversations" className="tool only-narrow" onClick={onMenu} type="button"><Icon name="menu" /></button>
        <Avatar id={state.app.bot} isApp name={state.app.name} size="small" />
        <h2>{state.app.name}</h2><span className="badge">APP</span>
      </div>
      <div aria-label={state.app.name} className="tabs" onKeyDown={onKeyDown} role="tablist">{button("home", "Home")}{button("messages", "Messages")}</div>
    </header>
  );
}
