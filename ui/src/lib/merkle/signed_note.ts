/** Signed notes (C2SP signed-note) and checkpoints (C2SP tlog-checkpoint), checked with WebCrypto. */

import { fromBase64, toHex } from "./rfc6962";

/** Ed25519, as the first byte of a key says. */
const ED25519 = 1;

export interface NoteKey {
  name: string;
  /** Eight hexadecimal digits. */
  id: string;
  bytes: Uint8Array<ArrayBuffer>;
}

export interface NoteText {
  text: string;
  signatures: { name: string; id: string; signature: Uint8Array<ArrayBuffer> }[];
}

/** `name+id+base64`; the id must be that of the key. */
export async function readKey(text: string): Promise<NoteKey> {
  const [, name = "", id = "", base64 = ""] = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text.trim()) ?? [];
  const all = base64 ? Uint8Array.from(fromBase64(base64)) : new Uint8Array();
  if (all[0] !== ED25519 || all.length !== 33) throw new Error("the key is no Ed25519 key of a signed note");
  const front = new TextEncoder().encode(`${name}\n`);
  const digest = await crypto.subtle.digest("SHA-256", Uint8Array.from([...front, ...all]));
  if (toHex(new Uint8Array(digest)).slice(0, 8) !== id) throw new Error("the key's id is not that of the key");
  return { name, id, bytes: all.slice(1) };
}

/** Lines of text, a blank line, lines of signatures. */
export function readNote(note: string): NoteText {
  const at = note.lastIndexOf("\n\n");
  if (at < 0 || !note.endsWith("\n")) throw new Error("the note has no signatures");
  const lines = note.slice(at + 2, -1).split("\n");
  const signatures = lines.map((line) => {
    const [, name = "", base64 = ""] = /^— (\S+) (\S+)$/.exec(line) ?? [];
    const bytes = base64 ? Uint8Array.from(fromBase64(base64)) : new Uint8Array();
    if (bytes.length < 5) throw new Error("a signature of the note cannot be read");
    return { name, id: toHex(bytes.slice(0, 4)), signature: bytes.slice(4) };
  });
  return { text: note.slice(0, at + 1), signatures };
}

/** Whether the note carries this key's signature, and it holds. Signatures of others are passed over. */
export async function isSignedBy(note: string, key: NoteKey): Promise<boolean> {
  const { text, signatures } = readNote(note);
  const own = signatures.find(({ name, id }) => name === key.name && id === key.id);
  if (!own) return false;
  const imported = await crypto.subtle.importKey("raw", key.bytes, { name: "Ed25519" }, false, ["verify"]);
  return crypto.subtle.verify({ name: "Ed25519" }, imported, own.signature, new TextEncoder().encode(text));
}

/** The first three lines: origin, size, root in base64. */
export function readCheckpoint(note: string): { origin: string; size: number; root: string } {
  const [origin = "", size = "", root = ""] = readNote(note).text.split("\n");
  if (!origin || !/^(0|[1-9]\d*)$/.test(size)) throw new Error("the note is no checkpoint");
  return { origin, size: Number(size), root };
}
