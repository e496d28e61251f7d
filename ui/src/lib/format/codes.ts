/** Codes of countries and languages as names. */

const REGIONS = new Intl.DisplayNames(["en"], { type: "region", fallback: "code" });
const LANGUAGES = new Intl.DisplayNames(["en"], { type: "language", fallback: "code" });

/** A value of this kind in words; other kinds stay as they are. */
export function decoded(kind: string, value: string): string {
  try {
    if (kind === "country" && /^[a-z]{2}$/i.test(value)) return REGIONS.of(value.toUpperCase()) ?? value;
    if (kind === "language" && /^[a-z]{2,3}$/i.test(value)) return LANGUAGES.of(value) ?? value;
  } catch {
    // Not a code after all.
  }
  return value;
}
