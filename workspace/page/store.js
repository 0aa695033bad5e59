// What the page knows, as the server told it.

export class Store {
  constructor() { this.drafts = new Map(); this.unread = new Set(); this.fresh = new Set(); }

  load(snapshot) {
    this.user = snapshot.user;
    this.app = snapshot.app;
    this.people = new Map(snapshot.people.map((each) => [each.id, each]));
    this.channels = new Map(snapshot.channels.map((each) => [each.id, each]));
    this.messages = new Map();
    snapshot.messages.forEach((message) => this.put(message));
    this.threads = new Map();
    snapshot.threads.forEach((each) => this.setThread(each));
    this.selections = new Map(Object.entries(snapshot.selections));
    this.home = snapshot.home;
    this.modals = snapshot.modals;
  }

  put(message) { this.messages.set(`${message.channel} ${message.ts}`, message); }
  remove(channel, ts) { this.messages.delete(`${channel} ${ts}`); }
  select(ts, action, value) { this.selections.set(`${ts} ${action}`, value); }

  told(channel, text) {
    const ts = `${Date.now() / 1000}`;
    this.put({ channel, ts, user: "USLACKBOT", text, is_ephemeral: true });
  }

  list(channel) {
    return [...this.messages.values()].filter((each) => each.channel === channel).sort((a, b) => Number(a.ts) - Number(b.ts));
  }
  top(channel) {
    return this.list(channel).filter((each) => !each.thread_ts || each.thread_ts === each.ts || each.subtype === "thread_broadcast");
  }
  thread(channel, ts) { return this.list(channel).filter((each) => each.ts === ts || each.thread_ts === ts); }

  setThread({ channel, thread_ts, what, value }) { this.threads.set(`${channel} ${thread_ts ?? ""} ${what}`, value); }
  getThread(channel, thread_ts, what) { return this.threads.get(`${channel} ${thread_ts ?? ""} ${what}`); }

  inputs(ts) {
    if (!this.drafts.has(ts)) this.drafts.set(ts, {});
    return this.drafts.get(ts);
  }
  peopleList() { return [...this.people.values()].map((each) => ({ id: each.id, name: each.real_name })); }
  channelList() { return [...this.channels.values()].filter((each) => each.name).map((each) => ({ id: each.id, name: `#${each.name}` })); }
  direct() { return [...this.channels.values()].find((each) => each.kind === "im"); }
}
