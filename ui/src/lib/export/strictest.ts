/** The strictest traffic light of what is in a file. */

import { tlpName } from "$lib/format/names";

const ORDER = ["clear", "green", "amber", "amber-strict", "red"];

export function strictest(lights: string[]): string {
  const most = Math.max(-1, ...lights.map((light) => ORDER.indexOf(light)));
  const light = ORDER[most];
  return light ? `Handle as ${tlpName(light)} or stricter: each statement keeps its own handling` : "";
}
