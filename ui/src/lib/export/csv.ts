/** Tables as CSV (RFC 4180), readable by spreadsheets and harmless to them. */

import type { Column } from "$lib/components/table";

import { fileName, type ExportedFile } from "./download";

/** A table as it stands; `about` says in its last lines what it is and how it may be handled. */
export function csvFile<Row>(name: string[], columns: Column<Row>[], rows: Row[], about: string[] = []): ExportedFile {
  const lines = [columns.map((column) => column.label), ...rows.map((row) => columns.map((column) => column.text(row)))];
  const notes = about.map((line) => [line]);
  return {
    name: fileName(name, "csv"),
    blob: new Blob(["\uFEFF", csvText([...lines, ...notes])], { type: "text/csv;charset=utf-8" }),
  };
}

export function csvText(lines: string[][]): string {
  return lines.map((cells) => `${cells.map(csvCell).join(",")}\r\n`).join("");
}

/** A value that a spreadsheet would run as a formula gets an apostrophe in front. */
export function csvCell(value: string): string {
  const tame = /^[=+\-@\t\r]/.test(value) && !/^[+-]?[\d .()-]+$/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame;
}
