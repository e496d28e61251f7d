/** The transparency log and the register of what is due. */

import type { EntityBrief, Role, Statement } from "./types";

export type LogAction = "collection" | "alteration" | "consultation" | "disclosure" | "combination" | "erasure";

export interface Leaf {
  index: number;
  at: string;
  user: string;
  /** If the person has an account here. */
  name: string | null;
  /** Role and agency at the time, or today's where `today` says so. */
  role: Role | null;
  agency: string | null;
  today: boolean;
  action: LogAction;
  purpose: string;
  justification: string;
  objects: string[];
  recipients: string[];
  policy: string;
  clock_behind_ms: number | null;
  /** The exact text that was hashed. */
  leaf: string;
}

export interface LogPage {
  /** The number of leaves in the log. */
  size: number;
  /** The number of leaves that pass the filter. */
  total: number;
  leaves: Leaf[];
}

export interface Checkpoint {
  origin: string;
  size: number;
  /** Base64. */
  root: string;
  /** The signed note, as it is published. */
  note: string;
  /** The public key that checks the note. */
  key: string;
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
  reason: "review" | "expiry";
}
