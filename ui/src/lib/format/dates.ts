/** Dates are ISO with the weekday, times are UTC; a partial date stays as partial as it is. */

const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/** `Mon 2026-11-23`, or `2026-11` and `2026` where that is all that is known. */
export function day(value: string | null | undefined): string {
  if (!value) return "";
  const iso = value.slice(0, 10);
  if (iso.length < 10) return iso;
  const date = new Date(`${iso}T00:00:00Z`);
  return Number.isNaN(date.getTime()) ? value : `${WEEKDAYS[date.getUTCDay()]} ${iso}`;
}

/** `2026-11-23 14:03Z`. */
export function minute(value: string | null | undefined): string {
  const date = value ? new Date(value) : undefined;
  if (!date || Number.isNaN(date.getTime())) return value ?? "";
  return `${date.toISOString().slice(0, 16).replace("T", " ")}Z`;
}

/** `14:03:22`. */
export function clockTime(date: Date): string {
  return date.toISOString().slice(11, 19);
}

/** The same instant on this machine's clock, for a hover. */
export function local(value: string | Date): string {
  const date = typeof value === "string" ? new Date(value) : value;
  if (Number.isNaN(date.getTime())) return "";
  return `${date.toLocaleString(undefined, { dateStyle: "full", timeStyle: "medium" })} local`;
}

/** How long ago or ahead, in the largest unit that says it: `3 d ago`, `in 5 h`. */
export function distance(value: string, now: Date): string {
  const seconds = (new Date(value).getTime() - now.getTime()) / 1000;
  if (Number.isNaN(seconds)) return "";
  const size = Math.abs(seconds);
  if (size < 60) return "now";
  const text = span(size);
  return seconds < 0 ? `${text} ago` : `in ${text}`;
}

/** A validity with its precision: `2024`, `2024-03 to 2025`, `since 2024-03-01`. */
export function period(valid: { from?: string | null; to?: string | null } | null): string {
  const from = valid?.from ?? "";
  const to = valid?.to ?? "";
  if (!from && !to) return "";
  if (from === to) return day(from);
  if (!to) return `since ${day(from)}`;
  return from ? `${day(from)} to ${day(to)}` : `until ${day(to)}`;
}

function span(seconds: number): string {
  const units: [number, string][] = [
    [31_557_600, "y"],
    [2_629_800, "mo"],
    [86_400, "d"],
    [3_600, "h"],
    [60, "min"],
  ];
  for (const [length, unit] of units) {
    if (seconds >= length) return `${Math.floor(seconds / length)} ${unit}`;
  }
  return "1 min";
}
