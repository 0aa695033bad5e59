// The app's Home tab, as it published it for this person.
import { useEffect, type ReactNode } from "react";
import { useStore, useWorkspace } from "../state/context";
import { ViewBlocks } from "../views/ViewBlocks";
import { AppHeader } from "./AppHeader";

export function HomePane({ onMenu }: { onMenu: () => void }): ReactNode {
  const { home, app } = useWorkspace();
  const store = useStore();
  const isMissing = home === null;
  // After a reload nobody has clicked on the tab.
  useEffect(() => { if (isMissing) void store.act("open_home"); }, [store, isMissing]);
  return (
    <main aria-label={`${app.name} Home`} className="pane main-pane" id="main">
      <AppHeader onMenu={onMenu} tab="home" />
      <section aria-label="Home" className="messages home-scroll" id="messages" role="tabpanel" tabIndex={-1}>
        <div className="home">{home ? <ViewBlocks view={home} /> : <p className="empty">{app.name} has not published a Home for you yet.</p>}</div>
      </section>
    </main>
  );
}
