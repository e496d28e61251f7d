/** Which script a text is in, where the server does not give its language. */

const SCRIPTS: [RegExp, string][] = [
  [/\p{Script=Arabic}/u, "ar"],
  [/\p{Script=Hebrew}/u, "he"],
  [/\p{Script=Cyrillic}/u, "ru"],
  [/\p{Script=Greek}/u, "el"],
];

/** A language tag that makes browsers and screen readers treat the text rightly. */
export function languageOf(text: string, given?: string | null): string | undefined {
  if (given) return given;
  return SCRIPTS.find(([pattern]) => pattern.test(text))?.[1];
}
