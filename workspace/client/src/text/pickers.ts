// Between Slack's time of a datetimepicker, in seconds, and the browser's field for it.

export function toLocal(seconds: number | null | undefined): string {
  if (!seconds) return "";
  const date = new Date(seconds * 1000);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

export function fromLocal(typed: string): number | null {
  const time = new Date(typed).getTime();
  return Number.isNaN(time) ? null : Math.floor(time / 1000);
}
