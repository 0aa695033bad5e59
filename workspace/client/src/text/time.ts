// Times as Slack writes them.

const DAY = 86_400_000;

const startOfDay = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();

export const dateOf = (ts: string) => new Date(Number(ts) * 1000);

/** "14:05", or "2:05 PM" where people write it so. */
export function clock(ts: string, locale?: string): string {
  return dateOf(ts).toLocaleTimeString(locale ?? [], { hour: "numeric", minute: "2-digit" });
}

/** The same without AM and PM, for the narrow gutter beside a message. */
export function shortClock(ts: string): string {
  return clock(ts).replace(/\s?[ap]\.?m\.?$/i, "");
}

/** "Today", "Yesterday", "Monday, June 1st", with the year where it is another one. */
export function dayName(ts: string, now: Date): string {
  const date = dateOf(ts);
  const days = Math.round((startOfDay(now) - startOfDay(date)) / DAY);
  if (days === 0) return "Today";
  if (days === 1) return "Yesterday";
  const weekday = date.toLocaleDateString("en-GB", { weekday: "long" });
  const month = date.toLocaleDateString("en-GB", { month: "long" });
  const year = date.getFullYear() === now.getFullYear() ? "" : `, ${date.getFullYear()}`;
  return `${weekday}, ${month} ${date.getDate()}${ordinal(date.getDate())}${year}`;
}

export function ordinal(day: number): string {
  if (day >= 11 && day <= 13) return "th";
  return { 1: "st", 2: "nd", 3: "rd" }[day % 10] ?? "th";
}

export function isSameDay(one: string, other: string): boolean {
  return startOfDay(dateOf(one)) === startOfDay(dateOf(other));
}

/** "just now", "5 minutes ago", "2 hours ago", "yesterday", "3 days ago". */
export function ago(ts: string, now: Date): string {
  const seconds = Math.max(0, (now.getTime() - dateOf(ts).getTime()) / 1000);
  if (seconds < 60) return "just now";
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} minute${minutes === 1 ? "" : "s"} ago`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} hour${hours === 1 ? "" : "s"} ago`;
  const days = Math.floor(hours / 24);
  return days === 1 ? "yesterday" : `${days} days ago`;
}

/** The whole date and time, for a tooltip. */
export function fullTime(ts: string, now: Date): string {
  return `${dayName(ts, now)} at ${dateOf(ts).toLocaleTimeString([], { hour: "numeric", minute: "2-digit", second: "2-digit" })}`;
}

/** Whether a message stands below the one before without name and picture of its own. */
export function isContinued(before: { ts: string; user: string } | undefined, message: { ts: string; user: string }): boolean {
  if (!before || before.user !== message.user || !isSameDay(before.ts, message.ts)) return false;
  return Number(message.ts) - Number(before.ts) < 300;
}

/** "120 ms" or "1.24 s". */
export function duration(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined) return "–";
  return seconds < 1 ? `${Math.round(seconds * 1000)} ms` : `${seconds.toFixed(2)} s`;
}
