/** Where the names of a chart's nodes stand so that they can be read: below, above or beside, or nowhere. */

import type { Point } from "./draw";

export interface Name {
  id: string;
  at: Point;
  /** The node's radius. */
  r: number;
  width: number;
}

export interface Place extends Point {
  align: CanvasTextAlign;
}

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

const ABOVE = 11;
const BELOW = 4;

/** The first names come first; the `always` ones stand below their node whatever they cover. */
export function placeNames(names: Name[], nodes: Point[], radius: number, always: (id: string) => boolean): Map<string, Place> {
  const taken: Box[] = nodes.map(({ x, y }) => ({ left: x - radius, right: x + radius, top: y - radius, bottom: y + radius }));
  const places = new Map<string, Place>();
  for (const name of names) {
    const [below, ...others] = around(name);
    if (!below) continue;
    const free = [below, ...others].find((place) => !taken.some((box) => overlap(box, boxOf(place, name.width))));
    const place = free ?? (always(name.id) ? below : undefined);
    if (!place) continue;
    taken.push(boxOf(place, name.width));
    places.set(name.id, place);
  }
  return places;
}

function around({ at, r }: Name): Place[] {
  return [
    { x: at.x, y: at.y + r + 15, align: "center" },
    { x: at.x, y: at.y - r - 7, align: "center" },
    { x: at.x + r + 6, y: at.y + 4, align: "left" },
    { x: at.x - r - 6, y: at.y + 4, align: "right" },
  ];
}

function boxOf({ x, y, align }: Place, width: number): Box {
  const left = align === "left" ? x : align === "right" ? x - width : x - width / 2;
  return { left, right: left + width, top: y - ABOVE, bottom: y + BELOW };
}

function overlap(one: Box, other: Box): boolean {
  return one.left < other.right && one.right > other.left && one.top < other.bottom && one.bottom > other.top;
}
