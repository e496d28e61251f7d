/** Design tokens for canvases: WebGL and map styles know only plain sRGB. */

import { token } from "./theme.svelte";

const canvas = document.createElement("canvas");
canvas.width = canvas.height = 1;
const context = canvas.getContext("2d", { willReadFrequently: true });

/** The token as `#rrggbb`, as the browser would paint it. */
export function paint(name: string): string {
  if (!context) return "#888888";
  context.clearRect(0, 0, 1, 1);
  context.fillStyle = token(name) || "#888888";
  context.fillRect(0, 0, 1, 1);
  const [r = 0, g = 0, b = 0] = context.getImageData(0, 0, 1, 1).data;
  return `#${[r, g, b].map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}
