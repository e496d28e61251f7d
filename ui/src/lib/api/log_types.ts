/** The transparency log and the register of what is due. */

import type { EntityBrief, Statement } from "./types";

export type LogKind = "collection" | "alteration" | "consultation" | "disclosure" | "combination" | "erasure";

export interface LogEntry {
  index: number;
  at: string;
  actor: string;
  kind: LogKind;
  purpose: string;
  justification: string;
  objects: string[];
  recipients: string[];
  policy_version: string;
  /** The exact text that was hashed. */
  leaf: string;
}

export interface LogPage {
  total: number;
  entries: LogEntry[];
}

export interface Checkpoint {
  origin: string;
  size: number;
  /** Base64. */
  root: string;
  /** The signed note, as it is published. */
  note: string;
}

export interface InclusionProof {
  leaf: number;
  size: number;
  /** Base64, from the leaf upwards. */
  path: string[];
}

export interface ConsistencyProof {
  from: number;
  to: number;
  path: string[];
}

export interface Review {
  entity: EntityBrief;
  statement: Statement;
  due: string;
  reason: "review" | "expiry" | string;
}
