/** The filters of the address as the lens that the server looks through. */

import type { Filter } from "$lib/state/filters";
import type { Lens, NetworkSummary } from "./types";

import { readChosen, writeChosen } from "$lib/state/filters";
import { words } from "$lib/format/names";

import { KINDS, look } from "./kinds";

export const NAMES = ["kind", "layer", "without", "not"];

export function lensOf(query: URLSearchParams): Lens {
  const chosen = readChosen(query, NAMES);
  return {
    as_of: query.get("as_of"),
    from: query.get("from"),
    to: query.get("to"),
    kinds: chosen["kind"] ?? [],
    layers: chosen["layer"] ?? [],
    without_grades: chosen["without"] ?? [],
    without_sources: chosen["not"] ?? [],
    at_least: Number(query.get("sure") ?? 0) || 0,
  };
}

/** For `setQuery`: the address that `lensOf` reads a lens from. */
export function queryOf(lens: Lens): Record<string, string | null> {
  const chosen = { kind: lens.kinds ?? [], layer: lens.layers ?? [], without: lens.without_grades ?? [], not: lens.without_sources ?? [] };
  return {
    ...writeChosen(chosen, NAMES),
    as_of: lens.as_of || null,
    from: lens.from || null,
    to: lens.to || null,
    sure: lens.at_least ? String(lens.at_least) : null,
  };
}

export function filtersOf(summary: NetworkSummary | undefined): Filter[] {
  const kinds = KINDS.filter((kind) => summary?.kinds[kind]);
  return [
    { name: "kind", label: "Kinds", options: kinds.map((kind) => ({ value: kind, label: look(kind).label, count: summary?.kinds[kind] ?? 0 })) },
    { name: "layer", label: "Ties", options: Object.entries(summary?.layers ?? {}).map(([value, count]) => ({ value, label: words(value), count })) },
    {
      name: "without",
      label: "Without grades",
      options: [
        { value: "E", label: "every grade with E" },
        ...Object.entries(summary?.grades ?? {}).map(([value, count]) => ({ value, label: value, count })),
      ],
    },
    { name: "not", label: "Without sources", options: (summary?.sources ?? []).slice(0, 60).map(({ id, caption, ties }) => ({ value: id, label: caption, count: ties })) },
  ];
}

/** The months of the summary as times for the time bar. */
export function timesOf(summary: NetworkSummary | undefined): number[] {
  return Object.entries(summary?.months ?? {}).flatMap(([month, count]) =>
    Array.from({ length: count }, (_, at) => Date.parse(`${month}-01T00:00:00Z`) + (at % 28) * 86_400_000),
  );
}

export const dayOf = (time: number | null) => (time === null ? null : new Date(time).toISOString().slice(0, 10));
export const timeOf = (day: string | null) => (day ? Date.parse(`${day.length === 7 ? `${day}-01` : day}T00:00:00Z`) : null);
