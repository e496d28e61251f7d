/** The shapes of answers about partners; docs/openapi.json is the source. */

export interface Partner {
  node: string;
  agency: string;
  name: string;
  key: string;
  address: string;
  called_every: number;
  purpose: string;
  ceiling: string;
  until: string;
  gives: boolean;
  takes: boolean;
  relays: string[];
  matching: [number, number] | null;
  revoked: string | null;
  given: number;
  waiting: number;
  refused: number;
  corrections: number;
  corrections_confirmed: number;
  called: string | null;
  reached: string | null;
  error: string | null;
  next_call: string | null;
}

export interface Card {
  node: string;
  agency: string;
  name: string;
  key: string;
  address: string;
}

export interface Sanitised {
  copies: { copy: string; partner: string }[];
  /** Copies that leave one source by themselves, and sets of them that do so only together. */
  alone: string[];
  together: string[][];
  sources_left: number;
}

export interface ExchangeWaiting {
  hits: number;
  requests: number;
  overdue: number;
}

export interface CallDone {
  made_ready: number;
  given: number;
  taken: number;
  error: string | null;
}

export interface PreviewLine {
  id: string;
  property: string;
  value: string;
  theirs: string | null;
  known_as: string | null;
  state: "leaves" | "has-left" | "stays";
  why: string;
  report: string;
  stands: boolean;
}

export interface Receipt {
  node: string;
  erased: number;
  passed_on_to: string[];
  done_at: string;
  leaf: number;
  checkpoint: string;
}

export interface Recall {
  notice: string;
  originator: string;
  ours: boolean;
  reason: "inaccurate" | "unlawful" | "order" | "source-at-risk";
  note: string;
  statements: number;
  issued_at: string;
  deadline: string;
  waiting: string[];
  overdue: boolean;
  receipts: Receipt[];
}

export type Urgency = "urgent-at-hand" | "urgent" | "ordinary";

export interface Ask {
  id: string;
  partner: string;
  ours: boolean;
  wanted: "information" | "more" | "onward";
  report: string | null;
  onward: [string, number] | null;
  case: string;
  officer: string;
  text: string;
  urgency: Urgency;
  asked_at: string;
  due: string;
  state: "open" | "overdue" | "replied" | "replied-late";
  outcome: "answered" | "granted" | "refused" | null;
  reply: string | null;
  replied: [string, string] | null;
}

export interface AsksPage {
  now: string;
  asks: Ask[];
}

export interface BlindAsk {
  ask: string;
  partner: string;
  ours: boolean;
  case: string;
  at: string;
  state: "waiting" | "answered" | "no-hit" | "hit" | "refused" | "withdrawn";
  reason: string;
  hits: number;
}

export interface Hit {
  hit: string;
  partner: string;
  ours: boolean;
  kind: string;
  key: string;
  records: string[];
  at: string;
  state: "hit" | "opened" | "declined";
  we_agreed: string | null;
  they_agreed: string | null;
  theirs: { officer: string; agency: string; lines: string[] } | null;
}

export interface BlindPage {
  partners: string[];
  asks: BlindAsk[];
  hits: Hit[];
}

export interface AuditLine {
  ask: string;
  partner: string;
  ours: boolean;
  case: string;
  by: string | null;
  at: string;
  evaluations: number;
  state: string;
  hits: number;
  asker_leaf: [number, string];
  holder_leaf: [number, string] | null;
}

export interface AskedHere {
  asks: string[];
  items: number;
}

export const URGENCIES: Record<Urgency, { label: string; hours: number }> = {
  "urgent-at-hand": { label: "Urgent, at hand: 8 hours", hours: 8 },
  urgent: { label: "Urgent: 3 days", hours: 72 },
  ordinary: { label: "Ordinary: 7 days", hours: 168 },
};
