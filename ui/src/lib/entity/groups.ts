/** Statements as a person reads a record: by property in the ontology's order, then by value. */

import type { Statement } from "$lib/api/types";

export interface Group {
  property: string;
  label: string;
  statements: Statement[];
  /** More than one value where there should be one. */
  disputed: boolean;
}

/** The server gives the statements in the order in which the ontology features the properties. */
export function group(statements: Statement[], disputed: string[]): Group[] {
  const groups = new Map<string, Group>();
  for (const statement of statements) {
    const { property, property_label: label } = statement;
    const known = groups.get(property);
    if (known) known.statements.push(statement);
    else groups.set(property, { property, label, statements: [statement], disputed: disputed.includes(property) });
  }
  for (const { statements } of groups.values()) statements.sort(byValue(statements));
  return [...groups.values()];
}

/** Values with more and better support first; within a value the best grade first. */
function byValue(statements: Statement[]): (a: Statement, b: Statement) => number {
  const weight = new Map<string, number>();
  for (const { value, grade } of statements) weight.set(value, (weight.get(value) ?? 0) + grade.probability);
  return (a, b) =>
    (weight.get(b.value) ?? 0) - (weight.get(a.value) ?? 0) ||
    a.value.localeCompare(b.value) ||
    b.grade.probability - a.grade.probability;
}
