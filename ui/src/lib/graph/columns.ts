/** The table twin of the neighbourhood: one row a link. */

import type { GraphEdge, GraphNode, Neighbours } from "$lib/api/types";
import type { Column } from "$lib/components/table";
import type { Snippet } from "svelte";

import { certainty } from "$lib/format/certainty";
import { pseudonym, words } from "$lib/format/names";

export interface LinkRow {
  key: string;
  edge: GraphEdge;
  source: GraphNode;
  target: GraphNode;
}

export function linkRows(graph: Neighbours): LinkRow[] {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  return graph.edges.flatMap((edge, at) => {
    const source = nodes.get(edge.source);
    const target = nodes.get(edge.target);
    return source && target ? [{ key: String(at), edge, source, target }] : [];
  });
}

export function linkColumns(from: Snippet<[LinkRow]>, to: Snippet<[LinkRow]>): Column<LinkRow>[] {
  return [
    { name: "from", label: "From", text: (row) => pseudonym(row.source.caption), cell: from },
    { name: "link", label: "Link", text: (row) => row.edge.label || words(row.edge.kind), width: "20%" },
    { name: "to", label: "To", text: (row) => pseudonym(row.target.caption), cell: to },
    { name: "certainty", label: "Certainty", text: (row) => certainty(row.edge.probability).word, order: (row) => row.edge.probability, width: "104px" },
    { name: "statements", label: "Statements", text: (row) => String(row.edge.statements.length), order: (row) => row.edge.statements.length, number: true, width: "104px", wide: true },
  ];
}
