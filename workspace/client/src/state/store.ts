// Holds the state of this window, follows the feed, and tells React when something changes.
import type { Update } from "../protocol";
import { fetchSnapshot, sendAct, type Answer } from "./api";
import { load, reduce, type Action, type Open, type State } from "./state";

export type Happening = { act: string; given: Record<string, unknown> } | { update: Update };

export class Store {
  state: State | null = null;
  open: Open = { channel: null, thread: null };
  isConnected = true;
  /** Answers that have opened their thread once: closing it is respected. */
  readonly seen = new Set<string>();
  private feed: EventSource | null = null;
  private listeners = new Set<() => void>();
  private watchers = new Set<(happening: Happening) => void>();
  onError: (text: string) => void = () => undefined;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Tells of each thing that this person does and each update that comes: for the tour. */
  watch = (watcher: (happening: Happening) => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  /** The feed is open before the snapshot is taken, and waits for it: nothing falls between the two. */
  async follow(user: string): Promise<void> {
    this.feed?.close();
    const waiting: Update[] = [];
    const feed = new EventSource(`/page/feed?user=${encodeURIComponent(user)}`);
    this.feed = feed;
    feed.onmessage = (event) => waiting.push(JSON.parse(event.data as string) as Update);
    feed.onerror = () => this.setConnected(false);
    await new Promise((resolve) => { feed.onopen = resolve; });
    const snapshot = await fetchSnapshot(user);
    if (this.feed !== feed) return;
    this.state = load(snapshot, this.state);
    waiting.forEach((update) => this.take(update));
    feed.onmessage = (event) => this.take(JSON.parse(event.data as string) as Update);
    // The feed comes back by itself after a break, during which updates were missed.
    feed.onopen = () => void this.follow(snapshot.user);
    this.setConnected(true);
  }

  private setConnected(isConnected: boolean): void {
    this.isConnected = isConnected;
    this.tell();
  }

  private take(update: Update): void {
    if (update.kind === "reload" && this.state) void this.follow(this.state.user);
    if (update.kind === "told" && !update.channel) this.onError(update.text);
    this.dispatch(update);
    this.watchers.forEach((watcher) => watcher({ update }));
  }

  dispatch(action: Action): void {
    if (!this.state) return;
    this.state = reduce(this.state, action, this.open, Date.now());
    this.tell();
  }

  private tell(): void {
    this.listeners.forEach((listener) => listener());
  }

  setOpen(open: Open): void {
    this.open = open;
    if (open.channel) this.dispatch({ kind: "seen", channel: open.channel });
    if (open.thread) this.dispatch({ kind: "threadSeen", ...open.thread });
  }

  act = async (act: string, given: Record<string, unknown> = {}): Promise<Answer> => {
    if (!this.state) return { ok: false };
    const answer = await sendAct(act, this.state.user, given);
    if (answer.ok) this.watchers.forEach((watcher) => watcher({ act, given }));
    else if (answer.error && !answer.error.includes("cannot be submitted")) this.onError(answer.error);
    return answer;
  };
}
