/** The live picture as the server sends it: records of 32 bytes; docs/sea.md describes them. */

import { Problem } from "$lib/api/problem";
import { url, type Query } from "$lib/api/client";

import { kindOf } from "./kinds";

export interface Ship {
  mmsi: number;
  lon: number;
  lat: number;
  /** When it was heard last, in milliseconds of the picture's clock. */
  heard: number;
  /** Knots, degrees, degrees; null if it has not said. */
  speed: number | null;
  course: number | null;
  heading: number | null;
  /** Metres from the antenna to bow, stern, port and starboard. */
  size: [number, number, number, number];
  code: number;
  /** Its place among the kinds of the legend. */
  kind: number;
  status: number | null;
  inDanger: boolean;
  hasAlert: boolean;
  /** It was told as one of a watch list. */
  isWatched: boolean;
  name: string;
}

export interface Piece {
  cursor: string;
  /** The picture's clock, in milliseconds since 1970. */
  clock: number;
  leftOut: number;
  ships: Ship[];
  names: Map<number, string>;
}

const UNKNOWN = 65_535;
const RECORD = 32;

export function read(buffer: ArrayBuffer): Piece {
  const view = new DataView(buffer);
  const text = (at: number, length: number) => new TextDecoder().decode(new Uint8Array(buffer, at, length));
  if (buffer.byteLength < 26 || text(0, 4) !== "CBP1") throw new Error("this is no picture");
  const cursorLength = view.getUint16(4, true);
  const [nShips, nNames] = [view.getUint32(6, true), view.getUint32(10, true)];
  let at = 26 + cursorLength;
  const clock = Number(view.getBigInt64(18, true));
  const ships: Ship[] = [];
  for (let n = 0; n < nShips; n++, at += RECORD) ships.push(ship(view, at, clock));
  const names = new Map<number, string>();
  for (let n = 0; n < nNames; n++) {
    const length = view.getUint8(at + 4);
    names.set(view.getUint32(at, true), text(at + 5, length));
    at += 5 + length;
  }
  return { cursor: text(26, cursorLength), clock, leftOut: view.getUint32(14, true), ships, names };
}

function ship(view: DataView, at: number, clock: number): Ship {
  const known = (offset: number, scale: number) => {
    const value = view.getUint16(at + offset, true);
    return value === UNKNOWN ? null : value / scale;
  };
  const mmsi = view.getUint32(at, true);
  const code = view.getUint8(at + 28);
  const status = view.getUint8(at + 29);
  const flags = view.getUint16(at + 30, true);
  return {
    mmsi,
    lat: view.getInt32(at + 4, true) / 1e7,
    lon: view.getInt32(at + 8, true) / 1e7,
    heard: clock - view.getUint32(at + 12, true) * 1000,
    speed: known(16, 10),
    course: known(18, 10),
    heading: known(20, 1),
    size: [view.getUint16(at + 22, true), view.getUint16(at + 24, true), view.getUint8(at + 26), view.getUint8(at + 27)],
    code,
    kind: kindOf(code, mmsi),
    status: status === 255 ? null : status,
    inDanger: (flags & 1) !== 0,
    hasAlert: (flags & 2) !== 0,
    isWatched: (flags & 4) !== 0,
    name: "",
  };
}

/** Asks for the picture, or for what has changed since a cursor. */
export async function fetchPiece(path: string, query: Query, signal: AbortSignal): Promise<Piece> {
  const answer = await fetch(url(path, query), { credentials: "same-origin", signal });
  if (!answer.ok) throw await Problem.from(answer);
  return read(await answer.arrayBuffer());
}
