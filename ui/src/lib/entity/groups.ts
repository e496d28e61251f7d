/** Statements as a person reads a record: by property in the ontology's order, then by value. */

import type { Statement } from "$lib/api/types";

/** One value of a property, with everyone who says so; the best graded statement first. */
export interface SameValue {
  key: string;
  statements: Statement[];
}

export interface Group {
  property: string;
  label: string;
  values: SameValue[];
  /** More than one value where there should be one. */
  disputed: boolean;
}

/** The server gives the statements in the order in which the ontology features the properties. */
export function group(statements: Statement[], disputed: string[]): Group[] {
  const groups = new Map<string, Group>();
  for (const statement of statements) {
    const { property, property_label: label } = statement;
    const known = groups.get(property) ?? { property, label, values: [], disputed: disputed.includes(property) };
    groups.set(property, known);
    add(known.values, statement);
  }
  for (const { values } of groups.values()) values.sort((a, b) => support(b) - support(a) || a.key.localeCompare(b.key));
  return [...groups.values()];
}

/** The rows that are shown: of a folded value only its first. */
export function rowsOf(value: SameValue, open: boolean): Statement[] {
  return open ? value.statements : value.statements.slice(0, 1);
}

function add(values: SameValue[], statement: Statement): void {
  const key = `${statement.property}=${statement.value}`;
  const known = values.find((value) => value.key === key);
  if (!known) {
    values.push({ key, statements: [statement] });
    return;
  }
  known.statements.push(statement);
  known.statements.sort((a, b) => b.grade.probability - a.grade.probability);
}

function support(value: SameValue): number {
  return value.statements.reduce((sum, statement) => sum + statement.grade.probability, 0);
}
