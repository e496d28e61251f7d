/** Reports, what was found in their text, and the forms that bring them in. */

import type { EntityBrief, Grade, Label, Statement } from "./types";

export interface ReportMeta {
  id: string;
  /** The agency's own reference, such as `WCA-2026-4004`. */
  reference: string | null;
  title: string;
  lang: string | null;
  agency: string;
  /** When it was written. */
  date: string | null;
  /** What kind of report it is. */
  form: string | null;
  grade: Grade;
  label: Label;
  received_at: string;
  recorded_by: string;
  media_type: string | null;
  digest: string | null;
}

export interface ReportList {
  total: number;
  reports: ReportMeta[];
}

/** A report with something to decide, and why it is here. */
export interface Lead {
  report: ReportMeta;
  proposed: number;
  why: string;
}

export interface Leads {
  /** The one with most to decide first. */
  leads: Lead[];
  waiting: number;
  looked_at: number;
  more: boolean;
}

export type MentionStatus = "proposed" | "confirmed" | "dismissed" | "known";

export interface Mention {
  key: string;
  /** Bytes of UTF-8 from the start of the text. */
  start: number;
  end: number;
  kind: string;
  text: string;
  value: string;
  lang: string | null;
  /** The finding that it is part of: confirming that confirms this. */
  finding: string | null;
  status: MentionStatus;
  /** Why it was dismissed. */
  reason: string | null;
  entity: EntityBrief | null;
}

export interface Finding {
  key: string;
  kind: string;
  title: string;
  /** The finding of the person that an event belongs to. */
  person: string | null;
  passages: { start: number; end: number }[];
  fields: { name: string; value: string; lang: string | null }[];
  status: MentionStatus;
  /** Why it was dismissed. */
  reason: string | null;
  entity: EntityBrief | null;
}

export interface Report {
  meta: ReportMeta;
  text: string;
  mentions: Mention[];
  findings: Finding[];
  statements: Statement[];
}

export type Verdict = "confirm" | "dismiss";

export interface Decision {
  key: string;
  verdict: Verdict;
  entity?: string;
  /** Why it is dismissed. */
  reason?: string;
}
