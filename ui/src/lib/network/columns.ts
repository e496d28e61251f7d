/** The table twins of the chart: one row a node, one row a tie. */

import type { Column } from "$lib/components/table";
import type { Snippet } from "svelte";
import type { ChartNode, NetworkTie } from "./types";

import { certainty } from "$lib/format/certainty";
import { pseudonym } from "$lib/format/names";

import { look, ROLE_WORDS } from "./kinds";

export interface TieRow {
  tie: NetworkTie;
  from: ChartNode;
  to: ChartNode;
}

export function tieRows(nodes: ChartNode[], ties: NetworkTie[]): TieRow[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return ties.flatMap((tie) => {
    const [from, to] = [byId.get(tie.source), byId.get(tie.target)];
    return from && to ? [{ tie, from, to }] : [];
  });
}

export function nodeColumns(name: Snippet<[ChartNode]>, ties: Map<string, number>): Column<ChartNode>[] {
  return [
    { name: "name", label: "Name", text: (node) => pseudonym(node.caption), cell: name },
    { name: "kind", label: "Kind", text: (node) => look(node.kind).label, width: "110px" },
    { name: "role", label: "Likely role", text: (node) => (node.role ? (ROLE_WORDS[node.role.role] ?? node.role.role) : ""), width: "150px" },
    { name: "care", label: "Standing", text: standing, width: "130px", wide: true },
    { name: "ties", label: "Ties", text: (node) => String(ties.get(node.id) ?? 0), order: (node) => ties.get(node.id) ?? 0, number: true, width: "70px" },
    { name: "unseen", label: "Not shown", text: (node) => String(node.unseen), order: (node) => node.unseen, number: true, width: "90px", wide: true },
  ];
}

export function tieColumns(from: Snippet<[TieRow]>, to: Snippet<[TieRow]>): Column<TieRow>[] {
  return [
    { name: "from", label: "From", text: (row) => pseudonym(row.from.caption), cell: from },
    { name: "link", label: "Tie", text: (row) => row.tie.label, width: "18%" },
    { name: "to", label: "To", text: (row) => pseudonym(row.to.caption), cell: to },
    { name: "when", label: "When", text: (row) => row.tie.from ?? row.tie.to ?? "", width: "100px", wide: true },
    { name: "certainty", label: "Certainty", text: (row) => certainty(row.tie.probability).word, order: (row) => row.tie.probability, width: "100px" },
    { name: "grades", label: "Grades", text: (row) => row.tie.grades.join(" "), width: "120px", wide: true },
    { name: "sources", label: "Sources", text: (row) => String(row.tie.sources), order: (row) => row.tie.sources, number: true, width: "80px" },
  ];
}

export function standing(node: { care: string; suspect: boolean; kind: string }): string {
  if (node.care === "in-danger") return "in danger";
  if (node.care === "carried") return "carried";
  if (node.kind !== "person") return "";
  return node.suspect ? "suspect" : "no suspect";
}
