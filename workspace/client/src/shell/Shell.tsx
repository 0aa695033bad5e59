// The window: side bar, conversation, thread, and what lies above them.
import { useEffect, useState, type ReactNode } from "react";
import { ConfirmProvider } from "../elements/confirm";
import { ChannelPane } from "../panes/ChannelPane";
import { HomePane } from "../panes/HomePane";
import { Sidebar } from "../panes/Sidebar";
import { ThreadPane } from "../panes/ThreadPane";
import { useStore, useWorkspace } from "../state/context";
import { findMessage } from "../state/state";
import { ModalStack } from "../views/ModalStack";
import { useAutoThread } from "./autoThread";
import { focusSoon } from "./focus";
import { useDrawnLinks } from "./follow";
import { useNavigation } from "./navigation";
import { Inspector } from "../inspector/Inspector";
import { TourCard } from "../tour/TourCard";
import { useTour } from "../tour/useTour";
import { Rail } from "./Rail";
import { useRegions } from "./useRegions";
import { Toasts } from "./Toasts";

export function Shell(): ReactNode {
  const state = useWorkspace();
  const store = useStore();
  const { at, thread, go } = useNavigation();
  const [isMenuOpen, setMenuOpen] = useState(false);
  const [isInspecting, setInspecting] = useState(false);
  const tour = useTour();
  const channel = state.channels[at];
  const hasThread = Boolean(channel && thread && findMessage(state, channel.id, thread));
  useAutoThread();
  useDrawnLinks();
  useRegions();

  useEffect(() => {
    if (at !== "home" && !channel) go(state.channels["C_GENERAL"] ? "C_GENERAL" : (Object.keys(state.channels)[0] ?? "home"));
  }, [at, channel, go, state.channels]);
  useEffect(() => {
    store.setOpen({ channel: channel?.id ?? null, thread: channel && thread ? { channel: channel.id, ts: thread } : null });
  }, [store, channel?.id, thread]);

  const closeInspector = () => {
    setInspecting(false);
    document.getElementById("inspector-button")?.focus();
  };
  const openMenu = () => {
    setMenuOpen(true);
    focusSoon(".place.current", ".place");
  };
  const closeMenu = () => {
    setMenuOpen(false);
    focusSoon("[aria-label='Show conversations']");
  };
  return (
    <ConfirmProvider>
      <a className="skip-link" href="#composer" onClick={(event) => { event.preventDefault(); focusSoon("#composer textarea", "#messages"); }}>Skip to the conversation</a>
      {tour && tour.at !== null && !isMenuOpen && <TourCard {...tour} />}
      <div className="page">
        <div className={`layout ${hasThread ? "with-thread" : ""} ${isMenuOpen ? "with-menu" : ""}`} id="layout">
          <div className="drawer" onKeyDown={(event) => { if (event.key === "Escape" && isMenuOpen && !event.defaultPrevented) closeMenu(); }}>
            <Rail
              hasTour={tour !== null}
              isInspecting={isInspecting}
              onInspect={() => { setInspecting(!isInspecting); setMenuOpen(false); }}
              onTour={() => { tour?.move(0); setMenuOpen(false); }}
            />
            <Sidebar onDone={() => setMenuOpen(false)} />
          </div>
          {isMenuOpen && <button aria-label="Hide conversations" className="scrim" onClick={closeMenu} type="button" />}
          {channel ? <ChannelPane channel={channel} onMenu={openMenu} /> : <HomePane onMenu={openMenu} />}
          {channel && thread && hasThread && <ThreadPane channel={channel} ts={thread} />}
        </div>
        {isInspecting && <Inspector onClose={closeInspector} />}
      </div>
      <ModalStack />
      <Toasts />
    </ConfirmProvider>
  );
}
