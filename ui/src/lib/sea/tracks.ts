/** Where a ship has been: what the server keeps, and what came since. */

import * as api from "$lib/api/client";

import type { Fix } from "./fleet.svelte";

/** Longer silences than this are drawn as gaps, in milliseconds. */
const GAP = 10 * 60_000;
/** So far back a wake goes, in milliseconds. */
const BACK = 6 * 3_600_000;

/** A ship's positions of the hours before `now`. */
export async function track(mmsi: number, now: number): Promise<Fix[]> {
  const from = new Date(now - BACK).toISOString();
  const rows = await api.get<[number, number, number][]>(`/sea/vessels/${mmsi}/track`, { from });
  return rows.map(([time, lat, lon]) => ({ time, at: [lon, lat] }));
}

/** Lines of a wake: solid where the ship was heard, apart where it was silent. */
export function wake(past: Fix[], recent: Fix[]): GeoJSON.Feature[] {
  const last = past.at(-1)?.time ?? -Infinity;
  const fixes = [...past, ...recent.filter((fix) => fix.time > last)];
  const features: GeoJSON.Feature[] = [];
  let line: [number, number][] = [];
  const put = (gap: boolean, coordinates: [number, number][]) => {
    if (coordinates.length > 1) features.push({ type: "Feature", properties: { gap }, geometry: { type: "LineString", coordinates } });
  };
  fixes.forEach((fix, at) => {
    const before = fixes[at - 1];
    if (before && fix.time - before.time > GAP) {
      put(false, line);
      put(true, [before.at, fix.at]);
      line = [];
    }
    line.push(fix.at);
  });
  put(false, line);
  return features;
}
