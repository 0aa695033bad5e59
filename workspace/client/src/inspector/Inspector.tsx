// The drawer for developers: each request between Slack and the app, live, and faults on demand.
import { useEffect, useRef, useState, type ReactNode } from "react";
import { Icon } from "../shell/Icon";
import { sendJson } from "../state/api";
import { Faults } from "./Faults";
import { FILTERS, fits, isFailed, type Filter } from "./records";
import { RecordDetail } from "./RecordDetail";
import { TrafficTable } from "./TrafficTable";
import { useTraffic } from "./useTraffic";

const LABELS: Record<Filter, string> = { all: "All", calls: "Web API", events: "Events", commands: "Commands", interactions: "Interactions", failed: "Failed" };

export function Inspector({ onClose }: { onClose: () => void }): ReactNode {
  const [tab, setTab] = useState<"traffic" | "faults">("traffic");
  const [filter, setFilter] = useState<Filter>("all");
  const [search, setSearch] = useState("");
  const [isPaused, setPaused] = useState(false);
  const [chosen, setChosen] = useState<string | null>(null);
  const box = useRef<HTMLElement>(null);
  const { records, settings } = useTraffic(isPaused);
  const shown = records.filter((each) => fits(each, filter, search));
  const record = records.find((each) => each.id === chosen);
  const failed = records.filter(isFailed).length;
  useEffect(() => { box.current?.querySelector<HTMLElement>("[role=tab][aria-selected=true]")?.focus(); }, []);
  const tabButton = (which: typeof tab, label: string) => (
    <button aria-controls="inspector-panel" aria-selected={tab === which} className="tab" onClick={() => setTab(which)} onKeyDown={(event) => { if (event.key === "ArrowLeft" || event.key === "ArrowRight") setTab(tab === "traffic" ? "faults" : "traffic"); }} role="tab" type="button">{label}</button>
  );
  return (
    <aside aria-label="Inspector" className="inspector" id="inspector" onKeyDown={(event) => { if (event.key === "Escape") { event.stopPropagation(); onClose(); } }} ref={box}>
      <header className="inspector-head">
        <div aria-label="Inspector" className="tabs" role="tablist">{tabButton("traffic", "Requests")}{tabButton("faults", settings.faults.length ? `Faults (${settings.faults.length})` : "Faults")}</div>
        {tab === "traffic" && (
          <>
            <div aria-label="Kinds" className="filters" role="group">
              {FILTERS.map((each) => <button aria-pressed={filter === each} className={each === "failed" && failed ? "has-failed" : ""} key={each} onClick={() => setFilter(each)} type="button">{LABELS[each]}{each === "failed" && failed ? ` ${failed}` : ""}</button>)}
            </div>
            <input aria-label="Search requests" className="field" onChange={(event) => setSearch(event.target.value)} placeholder="Search" type="search" value={search} />
            <button aria-pressed={isPaused} className="button" onClick={() => setPaused(!isPaused)} type="button">{isPaused ? "Resume" : "Pause"}</button>
            <button className="button" onClick={() => { setChosen(null); void sendJson("/control/records", "DELETE"); }} type="button">Clear</button>
          </>
        )}
        <span className="spacer" />
        <button aria-label="Close inspector" className="tool" onClick={onClose} type="button"><Icon name="close" /></button>
      </header>
      <div className={`inspector-body ${record && tab === "traffic" ? "with-record" : ""}`} id="inspector-panel" role="tabpanel">
        {tab === "faults" ? <Faults settings={settings} /> : <TrafficTable chosen={chosen} onChoose={setChosen} records={shown} />}
        {tab === "traffic" && record && <RecordDetail key={record.id} onBack={() => setChosen(null)} record={record} />}
      </div>
    </aside>
  );
}
