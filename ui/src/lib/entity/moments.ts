/** Moments that several statements tell, told once. */

import type { Moment } from "$lib/api/types";

export interface Told extends Moment {
  /** How many statements say so; the moment carries the best graded one. */
  times: number;
}

/** Each moment once with its best grade, oldest first; what has no date comes last. */
export function told(moments: Moment[]): Told[] {
  const found = new Map<string, Told>();
  for (const moment of moments) {
    const same = [moment.from, moment.to, moment.title, moment.entity, moment.basis].join("\u0000");
    const known = found.get(same);
    if (!known) found.set(same, { ...moment, times: 1 });
    else if (moment.grade.probability > known.grade.probability) found.set(same, { ...moment, times: known.times + 1 });
    else known.times += 1;
  }
  return [...found.values()].sort((a, b) => start(a).localeCompare(start(b)));
}

export function byYear(moments: Told[]): [string, Told[]][] {
  const years = new Map<string, Told[]>();
  for (const moment of moments) {
    const year = moment.from?.slice(0, 4) ?? "undated";
    years.set(year, [...(years.get(year) ?? []), moment]);
  }
  return [...years];
}

function start(moment: Moment): string {
  return moment.from ?? moment.to ?? "9999";
}
