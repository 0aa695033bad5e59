// The tour of this window: its file, its progress, and whether the step at hand is done.
import { useCallback, useEffect, useState } from "react";
import { getJson } from "../state/api";
import { useStore, useWorkspace } from "../state/context";
import { completes, readProgress, readTour, type Step, type Tour } from "./tour";
import { channelOf } from "./place";

const KEY = "tour";

export interface TourState {
  tour: Tour;
  /** -1 is the welcome; null when nothing is shown. */
  at: number | null;
  step: Step | null;
  isDone: boolean;
  move: (step: number) => void;
}

export function useTour(): TourState | null {
  const store = useStore();
  const state = useWorkspace();
  const [tour, setTour] = useState<Tour | null>(null);
  const [at, setAt] = useState(-1);
  const [isDone, setDone] = useState(false);

  useEffect(() => {
    void getJson("/page/tour").then((value) => {
      const found = readTour(value);
      setTour(found);
      if (found) setAt(readProgress(localStorage.getItem(KEY), found).step);
    });
  }, []);

  const move = useCallback(
    (step: number) => {
      if (!tour) return;
      localStorage.setItem(KEY, JSON.stringify({ id: tour.id, step }));
      setAt(step);
      setDone(false);
    },
    [tour],
  );

  const step = tour?.steps[at] ?? null;
  const channel = step ? channelOf(step, state) : null;
  const { bot } = state.app;
  useEffect(() => {
    if (!step) return undefined;
    const all = Object.values(store.state?.messages ?? {}).flat();
    const since = all.reduce((newest, each) => Math.max(newest, Number(each.ts)), 0);
    return store.watch((happening) => {
      if (completes(step.done, happening, { bot, channel, since })) setDone(true);
    });
  }, [store, step, bot, channel]);

  if (!tour) return null;
  return { tour, at: at < tour.steps.length ? at : null, step, isDone, move };
}
