/** A histogram over time and the marks of its axis. Times are milliseconds since 1970, UTC. */

export interface Span {
  from: number;
  to: number;
}

export interface Tick {
  at: number;
  label: string;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Steps of the axis: months and years are counted by the calendar. */
const STEPS = [
  { step: HOUR, months: 0 },
  { step: 6 * HOUR, months: 0 },
  { step: DAY, months: 0 },
  { step: 7 * DAY, months: 0 },
  ...[1, 3, 6, 12, 24, 60, 120, 240].map((months) => ({ step: months * 30.44 * DAY, months })),
];

/** From the first to the last, a little wider; a day around a single instant. */
export function spanOf(times: number[]): Span | undefined {
  let [from, to] = [Infinity, -Infinity];
  for (const time of times) {
    if (time < from) from = time;
    if (time > to) to = time;
  }
  if (from > to) return undefined;
  const edge = Math.max((to - from) * 0.01, HOUR);
  return { from: from - edge, to: to + edge };
}

export function histogram(times: number[], span: Span, n: number): number[] {
  const counts = new Array<number>(n).fill(0);
  for (const time of times) {
    const bin = Math.floor(((time - span.from) / (span.to - span.from)) * n);
    if (bin >= 0 && bin < n) counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

/** Round instants, about `room` of them at most. */
export function ticks(span: Span, room: number): Tick[] {
  const wanted = (span.to - span.from) / Math.max(1, room);
  const chosen = STEPS.find(({ step }) => step >= wanted) ?? { step: 480 * 30.44 * DAY, months: 480 };
  const found: Tick[] = [];
  let at = firstTick(span.from, chosen);
  while (at <= span.to && found.length < 100) {
    if (at >= span.from) found.push({ at, label: labelOf(at, chosen) });
    at = chosen.months ? plusMonths(at, chosen.months) : at + chosen.step;
  }
  return found;
}

/** As a person writes it, no finer than the span is worth. */
export function instant(time: number, span: Span): string {
  const text = new Date(time).toISOString();
  return span.to - span.from < 4 * DAY ? `${text.slice(0, 10)} ${text.slice(11, 16)}Z` : text.slice(0, 10);
}

function firstTick(from: number, { step, months }: { step: number; months: number }): number {
  if (!months) return Math.ceil(from / step) * step;
  const date = new Date(from);
  const month = date.getUTCFullYear() * 12 + date.getUTCMonth();
  const first = Math.floor(month / months) * months;
  return Date.UTC(Math.floor(first / 12), first % 12);
}

function plusMonths(at: number, months: number): number {
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months);
}

function labelOf(at: number, { step, months }: { step: number; months: number }): string {
  const text = new Date(at).toISOString();
  if (months >= 12) return text.slice(0, 4);
  if (months) return text.slice(0, 7);
  if (step >= DAY) return text.slice(5, 10);
  return `${text.slice(8, 10)} ${text.slice(11, 16)}`;
}
