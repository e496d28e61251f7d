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

/** The names that can be read, the first ones first: none of them lies on another. */
export function readable(labels: Label[]): Set<string> {
  const placed: { left: number; right: number; y: number }[] = [];
  const chosen = new Set<string>();
  for (const { id, text, x, y } of labels) {
    const half = (text.length * LETTER) / 2;
    const [left, right] = [x - half, x + half];
    if (placed.some((other) => Math.abs(other.y - y) < LINE && left < other.right && right > other.left)) continue;
    placed.push({ left, right, y });
    chosen.add(id);
  }
  return chosen;
}
