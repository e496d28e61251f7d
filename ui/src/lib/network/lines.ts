/** Ties that run between the same two are one line on the chart. */

import type { NetworkTie } from "./types";

export interface Line {
  key: string;
  source: string;
  target: string;
  label: string;
  probability: number;
  /** An arrow head at the target: orders, money, people. */
  directed: boolean;
  money: boolean;
  ties: NetworkTie[];
}

export function linesOf(ties: NetworkTie[]): Line[] {
  const lines = new Map<string, Line>();
  for (const tie of ties) {
    const key = `${tie.source} ${tie.target}`;
    const known = lines.get(key);
    if (known) {
      if (!known.ties.some((other) => other.label === tie.label)) known.label += `, ${tie.label}`;
      known.probability = Math.max(known.probability, tie.probability);
      known.directed ||= arrow(tie);
      known.money ||= tie.layer === "payment";
      known.ties.push(tie);
    } else {
      lines.set(key, {
        key,
        source: tie.source,
        target: tie.target,
        label: tie.label,
        probability: tie.probability,
        directed: arrow(tie),
        money: tie.layer === "payment",
        ties: [tie],
      });
    }
  }
  return [...lines.values()];
}

/** Arrows are for orders, money and people on the move; what belongs to somebody has none. */
function arrow(tie: NetworkTie): boolean {
  return tie.directed && !tie.kind.includes(".") ? true : ["payment", "supply"].includes(tie.layer) && tie.directed;
}
