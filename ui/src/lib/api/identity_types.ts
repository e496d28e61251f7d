/** The shapes of answers about who is who; docs/openapi.json is the source. */

import type { EntityBrief, Label, Statement } from "./types";

export type Verdict = "same" | "different" | "unsure";

export interface Subject extends EntityBrief {
  records: string[];
  names: { value: string; lang: string | null }[];
  agencies: string[];
  latest: string;
}

export interface Term {
  kind: string;
  label: string;
  text: string;
  weight: number;
  left: string[];
  right: string[];
}

export interface Evidence {
  probability: number;
  log_odds: number;
  start: number;
  terms: Term[];
  weights: string;
}

export interface Proposal {
  left: Subject;
  right: Subject;
  evidence: Evidence;
  change: { records: number; agencies: number; ties: number };
  why: string;
  awaits: string | null;
  was_unsure: boolean;
  second_opinion: string | null;
}

export interface Queue {
  count: number;
  decided_today: number;
  conflicts: number;
  proposals: Proposal[];
}

export interface SpelledPart {
  text: string;
  latin: string | null;
  script: string;
}

export interface AlignedNames {
  left: string;
  right: string;
  parts: { part: string; left: SpelledPart | null; right: SpelledPart | null; how: string; certainty: number }[];
}

export interface SharedSelector {
  kind: string;
  label: string;
  value: string;
  by_many: boolean;
  holders: (EntityBrief & { from: string | null; until: string | null; statements: string[] })[];
}

export interface Companion extends EntityBrief {
  side: "left" | "right" | "both";
  how: string;
}

export interface Pair extends Proposal {
  names: AlignedNames | null;
  left_statements: Statement[];
  right_statements: Statement[];
  companions: Companion[];
  selectors: SharedSelector[];
}

export interface Judgement {
  id: string;
  left: EntityBrief | null;
  right: EntityBrief | null;
  verdict: Verdict;
  reason: string | null;
  decided_by: string;
  agency: string;
  decided_at: string;
  probability: number | null;
  evidence: string[];
  state: "stands" | "awaits-second" | "set-aside" | "superseded" | "taken-back";
  because: string | null;
  own: boolean;
  label: Label;
}

export interface Cluster {
  id: string;
  members: (EntityBrief & { statements: Statement[] })[];
  judgements: Judgement[];
  selectors: SharedSelector[];
  proposals: number;
}

export interface Conflict {
  same: Judgement[];
  different: Judgement[];
}

export interface Decided {
  judgements: string[];
  cluster: string | null;
  awaits_second: boolean;
}

export interface Watch {
  number: number;
  record: EntityBrief | null;
  name: string | null;
  note: string;
  made_at: string;
  leads: { entity: EntityBrief; at: string; probability: number; why: string }[];
}

export interface FoundName {
  entity: EntityBrief;
  name: string;
  probability: number;
  aligned: AlignedNames;
}

export interface Fit {
  judgements: number;
  log_loss: number;
  accuracy: number;
}

export interface Training {
  version: string;
  trained: string | null;
  trained_on: number | null;
  before: Fit | null;
  after: Fit | null;
  refused: string | null;
}
