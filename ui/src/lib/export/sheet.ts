/** A drawing on paper of its own, with what it is and how it may be handled beneath: PNG or SVG. */

import { fileName, type ExportedFile } from "./download";
import type { Pen } from "./pen";
import { SvgPen } from "./svg_pen";

export interface Sheet {
  width: number;
  height: number;
  /** Draws everything, in CSS pixels from the top left. */
  draw: (pen: Pen) => void;
  background: string;
  color: string;
  /** A font family. */
  font: string;
  /** The lines beneath: title, handling, for whom, when. */
  about: string[];
}

const LINE = 18;
/** A picture for print has twice the pixels. */
const SCALE = 2;

export async function pngFile(name: string[], sheet: Sheet): Promise<ExportedFile> {
  const canvas = document.createElement("canvas");
  canvas.width = sheet.width * SCALE;
  canvas.height = (sheet.height + footOf(sheet)) * SCALE;
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("this browser gives no canvas");
  pen.scale(SCALE, SCALE);
  drawSheet(pen, sheet);
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/png"));
  if (!blob) throw new Error("the picture could not be written");
  return { name: fileName(name, "png"), blob };
}

export function svgFile(name: string[], sheet: Sheet): ExportedFile {
  const ruler = document.createElement("canvas").getContext("2d");
  const pen = new SvgPen((text, font) => {
    if (!ruler) return { width: 0 } as TextMetrics;
    ruler.font = font;
    return ruler.measureText(text);
  });
  drawSheet(pen, sheet);
  const text = pen.document(sheet.width, sheet.height + footOf(sheet), sheet.about[0] ?? "");
  return { name: fileName(name, "svg"), blob: new Blob([text], { type: "image/svg+xml" }) };
}

function drawSheet(pen: Pen, sheet: Sheet): void {
  pen.fillStyle = sheet.background;
  pen.beginPath();
  pen.rect(0, 0, sheet.width, sheet.height + footOf(sheet));
  pen.fill();
  sheet.draw(pen);
  pen.font = `12px ${sheet.font}`;
  pen.textAlign = "start";
  pen.fillStyle = sheet.color;
  sheet.about.forEach((line, at) => pen.fillText(line, 16, sheet.height + 8 + LINE * (at + 1) - 5));
}

function footOf({ about }: Sheet): number {
  return about.length * LINE + 16;
}
