/** The columns of a table, once: for its cells, its order and the file it is exported to. */

import type { Snippet } from "svelte";

export interface Column<Row> {
  name: string;
  label: string;
  /** What the cell says, in the table (unless it is drawn) and in a file. */
  text: (row: Row) => string;
  /** Draws the cell instead of its text. */
  cell?: Snippet<[Row]>;
  /** What the rows are ordered by, if not the text; null comes last. */
  order?: (row: Row) => string | number | null;
  /** A number: set to the right, and largest first when ordered. */
  number?: boolean;
  /** A CSS width, such as `120px`; what has none shares what is left. */
  width?: string;
  /** Left out where the table is narrower than 620 px. */
  wide?: boolean;
  /** False where an order would mean nothing. */
  sortable?: boolean;
}

/** The rows by a column's name, `-name` for the other way round; otherwise as they are given. */
export function inOrder<Row>(rows: Row[], columns: Column<Row>[], sort: string): Row[] {
  const column = columns.find(({ name }) => name === sort.replace(/^-/, ""));
  if (!column) return rows;
  const by = column.order ?? column.text;
  const sign = sort.startsWith("-") ? -1 : 1;
  return rows
    .map((row) => ({ row, value: by(row) }))
    .sort((a, b) => {
      if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null);
      return sign * compare(a.value, b.value);
    })
    .map(({ row }) => row);
}

/** What a press on a column's head asks for: its first direction, the other, none. */
export function nextSort<Row>(column: Column<Row>, sort: string): string {
  const [first, second] = column.number ? [`-${column.name}`, column.name] : [column.name, `-${column.name}`];
  if (sort === first) return second;
  return sort === second ? "" : first;
}

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

function compare(a: string | number, b: string | number): number {
  return typeof a === "number" && typeof b === "number" ? a - b : collator.compare(String(a), String(b));
}
