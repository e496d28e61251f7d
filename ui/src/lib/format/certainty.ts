/** Certainty is drawn: solid for confirmed, dashed for probable, dotted for doubtful. */

export type Line = "solid" | "dashed" | "dotted";

export interface Certainty {
  line: Line;
  word: "confirmed" | "probable" | "doubtful";
}

/** The thresholds are those of the legend on every chart and map. */
export function certainty(probability: number): Certainty {
  if (probability >= 0.8) return { line: "solid", word: "confirmed" };
  if (probability >= 0.55) return { line: "dashed", word: "probable" };
  return { line: "dotted", word: "doubtful" };
}
