/** The server counts bytes of UTF-8; JavaScript strings count UTF-16 units. */

/** For each asked byte offset, the offset in `text`; offsets past the end give its length. */
export function byteOffsets(text: string, bytes: number[]): Map<number, number> {
  const wanted = [...new Set(bytes)].sort((a, b) => a - b);
  const found = new Map<number, number>();
  let at = 0;
  let byte = 0;
  for (const offset of wanted) {
    while (byte < offset && at < text.length) {
      const point = text.codePointAt(at) ?? 0;
      byte += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
      at += point < 0x10000 ? 1 : 2;
    }
    found.set(offset, at);
  }
  return found;
}
