/** What a chart leaves out where it is crowded: how large a node may be, and which names fit. */

export interface Point {
  x: number;
  y: number;
}

/** How far a node usually stands from its nearest, in the units of `points`. */
export function spacing(points: Point[]): number {
  const nearest = points.map((one, index) =>
    points.reduce((least, other, at) => (at === index ? least : Math.min(least, Math.hypot(one.x - other.x, one.y - other.y))), Infinity),
  );
  nearest.sort((one, other) => one - other);
  return nearest[Math.floor(nearest.length / 2)] ?? Infinity;
}

/** A name below its node, in pixels from the corner of the chart. */
export interface Label extends Point {
  id: string;
  text: string;
}

const LETTER = 6.8;
const LINE = 15;

/**
 * The names that can be read, the first ones first: none lies on another, or on a node. The `always` ones stand
 * whatever they cover.
 */
export function readable(labels: Label[], nodes: Point[], radius: number, always: (id: string) => boolean): Set<string> {
  const placed: Box[] = [];
  const chosen = new Set<string>();
  for (const { id, text, x, y } of labels) {
    const half = (text.length * LETTER) / 2;
    const box = { left: x - half, right: x + half, top: y - LINE + 4, bottom: y + 4 };
    const covers = (node: Point) =>
      node.x + radius > box.left && node.x - radius < box.right && node.y + radius > box.top && node.y - radius < box.bottom;
    const free = !placed.some((other) => overlap(box, other)) && (always(id) || !nodes.some(covers));
    if (!free) continue;
    placed.push(box);
    chosen.add(id);
  }
  return chosen;
}

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

function overlap(one: Box, other: Box): boolean {
  return one.left < other.right && one.right > other.left && one.top < other.bottom && one.bottom > other.top;
}
