/** Merkle proofs of RFC 6962 (section 2.1) and RFC 9162, checked here and not by the server. */

export type Hash = Uint8Array<ArrayBuffer>;

export interface Step {
  /** Which side the proof's hash stands on. */
  side: "left" | "right";
  sibling: Hash;
  result: Hash;
}

/** `SHA-256(0x00 || leaf)`. */
export function leafHash(leaf: Uint8Array): Promise<Hash> {
  return digest([new Uint8Array([0]), leaf]);
}

/** Rebuilds the root from a leaf and its audit path (RFC 9162, section 2.1.3.2). */
export async function inclusionSteps(
  leaf: Hash,
  index: number,
  size: number,
  path: Hash[],
): Promise<Step[]> {
  if (index >= size) throw new Error("the leaf is not inside the tree");
  const steps: Step[] = [];
  let node = index;
  let last = size - 1;
  let hash = leaf;
  for (const sibling of path) {
    if (last === 0) throw new Error("the proof is longer than the tree is high");
    const left = node % 2 === 1 || node === last;
    hash = await nodeHash(left ? sibling : hash, left ? hash : sibling);
    steps.push({ side: left ? "left" : "right", sibling, result: hash });
    if (left) while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)];
    [node, last] = [half(node), half(last)];
  }
  if (last !== 0) throw new Error("the proof is shorter than the tree is high");
  return steps;
}

/** Whether the tree of `to` leaves only adds to the one of `from` (RFC 9162, section 2.1.4.2). */
export async function isConsistent(
  from: number,
  to: number,
  oldRoot: Hash,
  newRoot: Hash,
  path: Hash[],
): Promise<boolean> {
  if (from === to) return path.length === 0 && equal(oldRoot, newRoot);
  if (from === 0) return path.length === 0;
  const rest = isPowerOfTwo(from) ? [oldRoot, ...path] : [...path];
  let node = from - 1;
  let last = to - 1;
  while (node % 2 === 1) [node, last] = [half(node), half(last)];
  const first = rest.shift();
  if (!first) return false;
  let [before, after] = [first, first];
  for (const hash of rest) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      before = await nodeHash(hash, before);
      after = await nodeHash(hash, after);
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      after = await nodeHash(after, hash);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && equal(before, oldRoot) && equal(after, newRoot);
}

export function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}

export function fromBase64(text: string): Hash {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}

export function fromHex(text: string): Hash {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

export function toHex(hash: Uint8Array): string {
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function nodeHash(left: Hash, right: Hash): Promise<Hash> {
  return digest([new Uint8Array([1]), left, right]);
}

async function digest(parts: Uint8Array[]): Promise<Hash> {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

function half(n: number): number {
  return Math.floor(n / 2);
}

function isPowerOfTwo(n: number): boolean {
  return Number.isInteger(Math.log2(n));
}
