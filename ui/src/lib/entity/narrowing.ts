/** The filters of a record's page: one set for all its views, held by the address. */

import type { Evidence, GraphEdge, GraphNode, Moment, PlaceProperties, Statement } from "$lib/api/types";

import { extentOf } from "$lib/format/extent";
import { capital, tlpName } from "$lib/format/names";
import { kindOf } from "$lib/graph/kinds";
import { agencyName } from "$lib/state/agencies.svelte";
import { optionsOf, type Chosen, type Filter } from "$lib/state/filters";

/** Anything that a view shows: what kind of thing it is, and what it rests on. */
export interface Item {
  family: string;
  evidence: Evidence[];
}

export interface Narrowing {
  chosen: Chosen;
  from: number | null;
  to: number | null;
}

export const FILTERS = ["type", "source", "agency", "grade", "handling"];

/** Whether any of what it rests on passes every filter. */
export function passes({ family, evidence }: Item, { chosen, from, to }: Narrowing): boolean {
  if (chosen["type"] && !chosen["type"].includes(family)) return false;
  const bound = FILTERS.slice(1).some((name) => chosen[name]) || from !== null || to !== null;
  return !bound || evidence.some((one) => holds(one, chosen) && overlaps(one, from, to));
}

/** The lists of the filter bar, with how many items each value would leave by itself. */
export function filtersOf(items: Item[]): Filter[] {
  const each = items.flatMap((item) => item.evidence);
  const titles = new Map(each.map((one) => [one.report.id, one.report.title]));
  const grades = new Map(each.map((one) => [one.grade.text, one.grade.probability]));
  const byGrade = optionsOf(each, (one) => one.grade.text, (text) => text.split("/").reverse().join("  "));
  return [
    { name: "type", label: "Type", options: optionsOf(items, (item) => item.family, capital) },
    { name: "source", label: "Source", options: optionsOf(each, (one) => one.report.id, (id) => titles.get(id) ?? id) },
    { name: "agency", label: "Agency", options: optionsOf(each, (one) => one.originator, agencyName) },
    { name: "grade", label: "Grade", options: byGrade.sort((a, b) => (grades.get(b.value) ?? 0) - (grades.get(a.value) ?? 0)) },
    { name: "handling", label: "Handling", options: optionsOf(each, (one) => one.tlp, tlpName) },
  ];
}

/** When each item was, for the histogram; what has no date is not in it. */
export function timesOf(items: Item[]): number[] {
  return items.flatMap((item) => {
    const dated = item.evidence.flatMap((one) => extentOf(one.from, one.to)?.[0] ?? []);
    return dated.length ? [Math.min(...dated)] : [];
  });
}

export function ofStatement(statement: Statement): Item {
  const { id, report, label, grade, valid, value, kind } = statement;
  const [from, to] = kind === "date" ? [value, null] : [valid?.from ?? null, valid?.to ?? null];
  return { family: familyOf(statement), evidence: [{ statement: id, report, originator: label.originator, grade, tlp: label.tlp, from, to }] };
}

export function ofMoment(moment: Moment, own: Map<string, Statement>): Item {
  const statement = own.get(moment.statement);
  return { family: statement ? familyOf(statement) : kindOf(moment.schema).label, evidence: [moment.evidence] };
}

export function ofPlace(place: PlaceProperties, own: Map<string, Statement>): Item {
  return { family: own.has(place.statement) ? "places" : kindOf(place.schema).label, evidence: [place.evidence] };
}

/** A tie is of the kind of what stands at its other end. */
export function ofEdge(edge: GraphEdge, other: GraphNode | undefined): Item {
  return { family: kindOf(other?.schema ?? "").label, evidence: edge.evidence };
}

const THINGS = /phone|email|url|handle|iban|bic|identifier|number|imo|mmsi|plate|crypto|ip|mrz/;

function familyOf({ kind, property }: Statement): string {
  if (kind === "name") return "names";
  if (kind === "date") return "dates";
  if (/address|country|latitude|longitude|coordinates/.test(kind) || /place/i.test(property)) return "places";
  return THINGS.test(kind) && kind !== "number" ? "numbers, accounts, vessels" : "description";
}

function holds(evidence: Evidence, chosen: Chosen): boolean {
  const has = (name: string, value: string) => !chosen[name] || chosen[name].includes(value);
  return (
    has("source", evidence.report.id) &&
    has("agency", evidence.originator) &&
    has("grade", evidence.grade.text) &&
    has("handling", evidence.tlp)
  );
}

function overlaps(evidence: Evidence, from: number | null, to: number | null): boolean {
  if (from === null && to === null) return true;
  const when = extentOf(evidence.from, evidence.to);
  return when !== undefined && when[0] <= (to ?? Infinity) && when[1] >= (from ?? -Infinity);
}
