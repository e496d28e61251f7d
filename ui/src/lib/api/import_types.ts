/** Tables and other files that come in. */

import type { EntityBrief } from "./types";

export interface Complaint {
  /** From 1. */
  row: number;
  field: string | null;
  message: string;
}

export interface MappingPreview {
  columns: string[];
  rows: string[][];
  entities: { entity: EntityBrief; values: [string, string][] }[];
  complaints: Complaint[];
}

export interface Imported {
  report: string;
  added: number;
  known: number;
  complaints: Complaint[];
  /** What was set aside: a file to mend and bring in again. */
  set_aside: { name: string; text: string; count: number } | null;
}
