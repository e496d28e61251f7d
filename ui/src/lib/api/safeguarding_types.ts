/** What the safeguarding desk answers; docs/openapi.json is the source. */

import type { EntityBrief } from "./types";

export interface Officer {
  user: string;
  name: string;
  agency: string;
}

export interface DecidedShown {
  by: string;
  at: string;
  reason: string;
}

export interface OpenRequest {
  number: number;
  person: EntityBrief | null;
  asker: string;
  agency: string;
  purpose: string;
  reason: string;
  days: number;
  asked_at: string;
  state: "open" | "agreed" | "refused" | "withdrawn" | "revoked" | "ended";
  decided: DecidedShown | null;
  until: string | null;
  mine: boolean;
  yours: boolean;
  seen: boolean;
}

export interface Proposal {
  number: number;
  person: EntityBrief | null;
  kind: "enter" | "end" | "accuse";
  category: string | null;
  report: string | null;
  reason: string;
  by: string;
  at: string;
  state: "open" | "agreed" | "refused" | "withdrawn";
  decided: DecidedShown | null;
  mine: boolean;
  yours: boolean;
}

export interface RegisterEntry {
  person: EntityBrief;
  category: string;
  named: string[];
  entered_by: string | null;
  entered_at: string | null;
  reason: string | null;
  confirmed: DecidedShown | null;
  openings: { user: string; purpose: string; until: string }[];
}

export interface Waiting {
  to_decide: number;
  answered: number;
}
