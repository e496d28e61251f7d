/** Where all vessels of an area were: tracks as the server sends them (docs/sea.md), and what they
 *  were like at a moment. */

import { Problem } from "$lib/api/problem";
import { url, type Query } from "$lib/api/client";

import { bearing, distance, METRES_A_MILE, type Place } from "./geo";
import { kindOf } from "./kinds";
import type { Ship } from "./picture";

/** Longer silences than this are gaps, in milliseconds. */
export const GAP = 10 * 60_000;
/** So long after it was heard last a vessel is still drawn where it was, in milliseconds. */
const STAYS = 2 * 3_600_000;

export interface PastVessel {
  mmsi: number;
  code: number;
  name: string;
  /** Milliseconds since 1970, in order. */
  times: Float64Array;
  lons: Float64Array;
  lats: Float64Array;
}

export interface Past {
  /** The least time between two positions of a vessel, in milliseconds. */
  step: number;
  vessels: PastVessel[];
}

export function readPast(buffer: ArrayBuffer): Past {
  const view = new DataView(buffer);
  const text = (at: number, length: number) => new TextDecoder().decode(new Uint8Array(buffer, at, length));
  if (buffer.byteLength < 20 || text(0, 4) !== "CBH1") throw new Error("these are no tracks");
  const from = Number(view.getBigInt64(4, true));
  const step = view.getUint32(12, true);
  const nVessels = view.getUint32(16, true);
  let at = 20;
  const vessels: PastVessel[] = [];
  for (let n = 0; n < nVessels; n++) {
    const count = view.getUint32(at + 4, true);
    const length = view.getUint8(at + 9);
    const numbers = () => new Float64Array(count);
    vessels.push({ mmsi: view.getUint32(at, true), code: view.getUint8(at + 8), name: text(at + 10, length), times: numbers(), lons: numbers(), lats: numbers() });
    at += 10 + length;
  }
  for (const { times, lons, lats } of vessels) {
    for (let n = 0; n < times.length; n++, at += 12) {
      times[n] = from + view.getUint32(at, true);
      lats[n] = view.getInt32(at + 4, true) / 1e7;
      lons[n] = view.getInt32(at + 8, true) / 1e7;
    }
  }
  return { step, vessels };
}

export async function fetchPast(query: Query, signal: AbortSignal): Promise<Past> {
  const answer = await fetch(url("/sea/tracks", query), { credentials: "same-origin", signal });
  if (!answer.ok) throw await Problem.from(answer);
  return readPast(await answer.arrayBuffer());
}

/** The index of the last fix at or before a time; -1 if there is none. */
function before(times: Float64Array, time: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** All ships at a time. Between two fixes they are on the line between them; in a gap they stay
 *  where they were heard last, and fade: where they were then is not known. */
export function shipsAt(past: Past, time: number): Ship[] {
  const ships: Ship[] = [];
  for (const vessel of past.vessels) {
    const ship = shipAt(vessel, time);
    if (ship) ships.push(ship);
  }
  return ships;
}

function shipAt(vessel: PastVessel, time: number): Ship | undefined {
  const { times } = vessel;
  const index = before(times, time);
  const heard = times[index];
  if (heard === undefined || time - heard > STAYS) return undefined;
  const next = times[index + 1];
  const place = placeOf(vessel, index);
  const known = next !== undefined && next - heard <= GAP;
  const to = known ? placeOf(vessel, index + 1) : place;
  const metres = distance(place, to);
  const part = known ? (time - heard) / (next - heard) : 0;
  const moves = metres > 30;
  return {
    mmsi: vessel.mmsi,
    name: vessel.name,
    code: vessel.code,
    kind: kindOf(vessel.code, vessel.mmsi),
    lon: place[0] + (near(to[0], place[0]) - place[0]) * part,
    lat: place[1] + (to[1] - place[1]) * part,
    heard: known ? time : heard,
    // Drawn where it is: it is not to be moved on from there.
    speed: null,
    course: moves ? bearing(place, to) : null,
    heading: moves ? bearing(place, to) : null,
    size: [0, 0, 0, 0],
    status: known && metres / METRES_A_MILE / ((next - heard) / 3_600_000) < 0.5 ? 5 : null,
    inDanger: false,
    hasAlert: false,
    isWatched: false,
  };
}

function placeOf({ lons, lats }: PastVessel, index: number): Place {
  return [lons[index] ?? 0, lats[index] ?? 0];
}

/** A longitude on the side of another where the antimeridian does not lie between them. */
function near(lon: number, other: number): number {
  return lon + Math.round((other - lon) / 360) * 360;
}

/** The tracks as lines, gaps apart; of the vessels that `wanted` passes. */
export function trackLines(past: Past, wanted: (vessel: PastVessel) => boolean): GeoJSON.Feature[] {
  const features: GeoJSON.Feature[] = [];
  const put = (gap: boolean, coordinates: Place[]) => {
    if (coordinates.length > 1) features.push({ type: "Feature", properties: { gap }, geometry: { type: "LineString", coordinates } });
  };
  for (const vessel of past.vessels) {
    if (!wanted(vessel)) continue;
    let line: Place[] = [];
    for (let n = 0; n < vessel.times.length; n++) {
      const last = line.at(-1);
      const place = placeOf(vessel, n);
      if (last) place[0] = near(place[0], last[0]);
      if (last && (vessel.times[n] ?? 0) - (vessel.times[n - 1] ?? 0) > GAP) {
        put(false, line);
        put(true, [last, place]);
        line = [];
      }
      line.push(place);
    }
    put(false, line);
  }
  return features;
}
