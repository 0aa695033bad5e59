// A coach mark: a card beside the thing it is about, and a ring around that thing.
import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from "react";
import { useNavigation } from "../shell/navigation";
import { Icon } from "../shell/Icon";
import { useStore, useWorkspace } from "../state/context";
import { useSend } from "../composer/useSend";
import { channelOf, findAnchor, threadWith } from "./place";
import { place, type Box } from "./placing";
import type { TourState } from "./useTour";

const PERIOD = 250;
/** What a step points at is drawn by then. */
const SETTLED = 300;

export function TourCard({ tour, at, step, isDone, move }: TourState): ReactNode {
  const state = useWorkspace();
  const store = useStore();
  const { at: current, go, openThread } = useNavigation();
  const card = useRef<HTMLDivElement>(null);
  const ring = useRef<HTMLDivElement>(null);
  const channel = step ? channelOf(step, state) : null;
  const send = useSend(channel ?? "", null);
  const person = step?.who ? state.people[step.who] : undefined;
  const isPersonRight = !person || person.id === state.user;
  const target = step?.place === "home" ? "home" : channel;
  const [isBusy, setBusy] = useState(false);

  useEffect(() => setBusy(false), [at, isDone]);
  // Each step begins where it takes place, with what it says already written.
  useEffect(() => {
    if (!step || !isPersonRight || isDone) return undefined;
    if (target && current !== target) { go(target); return undefined; }
    const thread = step.press && channel ? threadWith(step.press, channel, store.state ?? state) : null;
    openThread(thread);
    if (step.write) prefill(step.write);
    const timer = setTimeout(() => findAnchor(step, true, false)?.scrollIntoView({ block: "nearest" }), SETTLED);
    return () => clearTimeout(timer);
    // Only when the step begins: afterwards the person moves freely.
  }, [at, isPersonRight, current === target]);

  useLayoutEffect(() => {
    const follow = () => {
      if (!card.current || !ring.current) return;
      const anchor = step ? findAnchor(step, isPersonRight, isDone) : null;
      const box = (anchor?.closest(".feedback-pair") ?? anchor)?.getBoundingClientRect() ?? null;
      const size = { width: card.current.offsetWidth, height: card.current.offsetHeight };
      const at = place(box, size, { width: window.innerWidth, height: window.innerHeight });
      card.current.style.left = `${at.left}px`;
      card.current.style.top = `${at.top}px`;
      drawRing(ring.current, box);
    };
    follow();
    const timer = setInterval(follow, PERIOD);
    window.addEventListener("resize", follow);
    return () => { clearInterval(timer); window.removeEventListener("resize", follow); };
  }, [step, isPersonRight, isDone, at]);

  if (at === null) return null;
  const count = tour.steps.length;
  const isLast = at === count - 1;
  const next = () => move(at + 1);
  const doIt = () => {
    if (!step) return;
    setBusy(true);
    if (step.press) { findAnchor(step, true, false)?.click(); return; }
    if (step.write && channel) { prefill(""); send(step.write, []); }
  };
  const become = () => { if (person) void store.follow(person.id).then(() => target && go(target)); };

  return (
    <>
      <div aria-hidden="true" className="tour-ring" ref={ring} />
      <div aria-label={tour.title} className={`tour-card ${isDone ? "done" : ""}`} id="tour" ref={card} role="region">
        <div aria-live="polite">
          <div className="tour-head">
            <span className="tour-count">{step ? `Step ${at + 1} of ${count}` : `${count} steps`}</span>
            <button aria-label="Skip the tour" className="tool" onClick={() => move(count)} title="Skip the tour" type="button"><Icon name="close" /></button>
          </div>
          <h2>{isDone && <Icon name="check" />}{step ? step.title : tour.title}</h2>
          <p>{step ? (isDone ? (step.after ?? "Done.") : step.text) : tour.text}</p>
          {step && !isPersonRight && !isDone && <p className="tour-who">This step is for <strong>{person?.real_name}</strong>, {person?.profile.title.toLowerCase()}.</p>}
        </div>
        <div aria-hidden="true" className="tour-dots">{tour.steps.map((each, index) => <span className={index <= at ? "on" : ""} key={each.title} />)}</div>
        <div className="tour-buttons">
          {!isDone && <button className="button" onClick={step ? next : () => move(count)} type="button">{step ? "Skip step" : "Not now"}</button>}
          {!step && <button className="button primary" onClick={next} type="button">Start</button>}
          {step && !isDone && !isPersonRight && <button className="button primary" onClick={become} type="button">Become {person?.real_name.split(" ")[0]}</button>}
          {step && !isDone && isPersonRight && (step.write || step.press) && <button aria-busy={isBusy} className={`button primary ${isBusy ? "busy" : ""}`} onClick={doIt} type="button">{isBusy ? "Waiting for the app…" : (step.button ?? "Do it for me")}</button>}
          {isDone && <button autoFocus className="button primary" onClick={next} type="button">{isLast ? "Finish" : `Next: ${tour.steps[at + 1]?.title ?? ""}`}</button>}
        </div>
      </div>
    </>
  );
}

function prefill(text: string): void {
  document.dispatchEvent(new CustomEvent("prefill", { detail: { target: "composer", text } }));
}

function drawRing(ring: HTMLElement, box: Box | null): void {
  ring.hidden = !box;
  if (!box) return;
  ring.style.left = `${box.left - 5}px`;
  ring.style.top = `${box.top - 5}px`;
  ring.style.width = `${box.width + 10}px`;
  ring.style.height = `${box.height + 10}px`;
}
