/** What the top of a record says, computed from the statements that this viewer sees. */

import type { Statement } from "$lib/api/types";

export interface Summary {
  current: Statement[];
  /** Corrected, retracted, or themselves the act of doing so. */
  past: Statement[];
  reports: number;
  originators: string[];
  facts: number;
  assessments: number;
  best: Statement | undefined;
  /** Properties that should have one value and have several. */
  disputed: string[];
  newest: string | undefined;
  nextReview: string | undefined;
  names: Statement[];
  categories: Statement[];
}

const NAMES = ["name", "alias", "weakAlias", "previousName"];
const SINGLE = ["birthDate", "deathDate", "birthPlace", "gender", "imoNumber", "mmsi", "registrationNumber"];

export function summarise(statements: Statement[]): Summary {
  const current = statements.filter(stands);
  const recorded = current.map((statement) => statement.recorded_at).sort();
  const reviews = current.flatMap((statement) => statement.label.review ?? statement.label.expires ?? []);
  return {
    current,
    past: statements.filter((statement) => !stands(statement)),
    reports: new Set(current.map((statement) => statement.report.id)).size,
    originators: [...new Set(current.map((statement) => statement.label.originator))].sort(),
    facts: current.filter((statement) => statement.basis === "fact").length,
    assessments: current.filter((statement) => statement.basis === "assessment").length,
    best: [...current].sort((a, b) => b.grade.probability - a.grade.probability)[0],
    disputed: SINGLE.filter((property) => values(current, property) > 1),
    newest: recorded.at(-1),
    nextReview: reviews.sort()[0],
    names: distinct(current.filter((statement) => NAMES.includes(statement.property))),
    categories: distinct(current.filter((statement) => statement.property === "subjectCategory")),
  };
}

/** Whether it is what is held now: neither superseded nor a retraction. */
export function stands(statement: Statement): boolean {
  return !statement.superseded_by && statement.standing !== "retracts";
}

/** One of each value, in the order given. */
function distinct(statements: Statement[]): Statement[] {
  const seen = new Set<string>();
  return statements.filter((statement) => !seen.has(statement.value) && seen.add(statement.value));
}

function values(statements: Statement[], property: string): number {
  return new Set(statements.filter((s) => s.property === property).map((s) => s.value)).size;
}
