/** Links that run the same way between the same two are one line that names them all. */

import type { GraphEdge } from "$lib/api/types";

import { words } from "$lib/format/names";

export function mergeParallel(edges: GraphEdge[]): GraphEdge[] {
  const lines = new Map<string, GraphEdge>();
  for (const edge of edges) {
    const key = `${edge.source}\u0000${edge.target}`;
    const label = edge.label || words(edge.kind);
    const known = lines.get(key);
    if (!known) {
      lines.set(key, { ...edge, label });
      continue;
    }
    known.label = `${known.label}, ${label}`;
    known.probability = Math.max(known.probability, edge.probability);
    known.statements = [...known.statements, ...edge.statements];
  }
  return [...lines.values()];
}
