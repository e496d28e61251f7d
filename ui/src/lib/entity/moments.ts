/** Moments that several statements tell, told once. */

import type { Moment } from "$lib/api/types";

export interface Told extends Moment {
  /** How many statements say so; the moment carries the best graded one. */
  times: number;
}

/** By year, each moment once with its best grade; what has no date comes last. */
export function byYear(moments: Moment[]): [string, Told[]][] {
  const told = new Map<string, Told>();
  for (const moment of moments) {
    const same = [moment.from, moment.to, moment.title, moment.entity, moment.basis].join("\u0000");
    const known = told.get(same);
    if (!known) told.set(same, { ...moment, times: 1 });
    else if (moment.grade.probability > known.grade.probability) told.set(same, { ...moment, times: known.times + 1 });
    else known.times += 1;
  }
  const years = new Map<string, Told[]>();
  for (const moment of [...told.values()].sort((a, b) => start(a).localeCompare(start(b)))) {
    const year = moment.from?.slice(0, 4) ?? "undated";
    years.set(year, [...(years.get(year) ?? []), moment]);
  }
  return [...years];
}

function start(moment: Moment): string {
  return moment.from ?? moment.to ?? "9999";
}
