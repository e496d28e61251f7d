/** The chosen stretch of a time bar while it is drawn, moved or stretched. */

import type { Span } from "./bins";

export type Grip = "new" | "from" | "to" | "both";

export interface Range {
  from: number | null;
  to: number | null;
}

/** Close enough to an edge to take hold of it, in pixels. */
const NEAR = 7;

/** What a press at `x` takes hold of; all in pixels. */
export function gripAt(x: number, from: number, to: number, chosen: boolean): Grip {
  if (!chosen) return "new";
  if (Math.abs(x - from) <= NEAR && Math.abs(x - from) <= Math.abs(x - to)) return "from";
  if (Math.abs(x - to) <= NEAR) return "to";
  return x > from && x < to ? "both" : "new";
}

/** The range after the pointer went from `start` to `now`. */
export function dragged(grip: Grip, range: Span, start: number, now: number, limits: Span): Range {
  const inside = (time: number) => Math.max(limits.from, Math.min(limits.to, time));
  if (grip === "new") return ordered(inside(start), inside(now));
  if (grip === "from") return ordered(inside(now), range.to);
  if (grip === "to") return ordered(range.from, inside(now));
  const by = Math.max(limits.from - range.from, Math.min(limits.to - range.to, now - start));
  return { from: range.from + by, to: range.to + by };
}

function ordered(a: number, b: number): Range {
  return a <= b ? { from: a, to: b } : { from: b, to: a };
}
