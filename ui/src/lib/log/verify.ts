/** The log, checked in this browser: the server only hands over the pieces. */

import type { Checkpoint, ConsistencyProof, InclusionProof, Leaf } from "$lib/api/log_types";

import * as api from "$lib/api/client";
import { equal, fromBase64, inclusionSteps, isConsistent, leafHash, type Hash, type Step } from "$lib/merkle/rfc6962";
import { isSignedBy, readCheckpoint, readKey } from "$lib/merkle/signed_note";

export interface Inclusion {
  entry: Leaf;
  checkpoint: Checkpoint;
  leaf: Hash;
  steps: Step[];
  root: Hash;
  expected: Hash;
  holds: boolean;
  milliseconds: number;
}

/** Hashes the entry's own text up to a root and compares it with the checkpoint's. */
export async function verifyInclusion(entry: Leaf, checkpoint: Checkpoint): Promise<Inclusion> {
  const proof = await api.get<InclusionProof>("/log/proofs/inclusion", { leaf: entry.index, size: checkpoint.size });
  const before = performance.now();
  const leaf = await leafHash(new TextEncoder().encode(entry.leaf));
  const steps = await inclusionSteps(leaf, entry.index, checkpoint.size, proof.path.map(fromBase64));
  const root = steps.at(-1)?.result ?? leaf;
  const expected = fromBase64(checkpoint.root);
  return {
    entry,
    checkpoint,
    leaf,
    steps,
    root,
    expected,
    holds: equal(root, expected),
    milliseconds: performance.now() - before,
  };
}

export type Signature = "holds" | "broken" | "another-key" | "cannot";

/** Whether the checkpoint is signed by its key, says what it seems to say, and the key is the one of earlier. */
export async function verifySignature(now: Checkpoint, earlier: Checkpoint | undefined): Promise<Signature> {
  if (earlier && earlier.key !== now.key) return "another-key";
  const said = readCheckpoint(now.note);
  if (said.origin !== now.origin || said.size !== now.size || said.root !== now.root) return "broken";
  const key = await readKey(now.key);
  try {
    return (await isSignedBy(now.note, key)) ? "holds" : "broken";
  } catch (cause) {
    if (cause instanceof DOMException) return "cannot";
    throw cause;
  }
}

/** Whether the log of now only adds to the one that this browser saw earlier. */
export async function verifyGrowth(earlier: Checkpoint, now: Checkpoint): Promise<boolean> {
  if (earlier.origin !== now.origin || earlier.size > now.size) return false;
  const proof =
    earlier.size === now.size || earlier.size === 0
      ? { path: [] }
      : await api.get<ConsistencyProof>("/log/proofs/consistency", { from: earlier.size, to: now.size });
  const path = proof.path.map(fromBase64);
  return isConsistent(earlier.size, now.size, fromBase64(earlier.root), fromBase64(now.root), path);
}
