/** Draws like a canvas and writes SVG: the same drawing code makes the picture on the screen and the file. */

import type { Pen } from "./pen";

const ANCHORS: Record<string, string> = { center: "middle", end: "end", right: "end" };

export class SvgPen implements Pen {
  fillStyle: Pen["fillStyle"] = "#000000";
  strokeStyle: Pen["strokeStyle"] = "#000000";
  lineWidth = 1;
  globalAlpha = 1;
  font = "12px sans-serif";
  textAlign: CanvasTextAlign = "start";
  #dash: number[] = [];
  #path: string[] = [];
  #groups: number[] = [0];
  #out: string[] = [];
  #measure: ((text: string, font: string) => TextMetrics) | undefined;

  /** `measure` tells how wide a text will be; without it every text fits. */
  constructor(measure?: (text: string, font: string) => TextMetrics) {
    this.#measure = measure;
  }

  beginPath(): void {
    this.#path = [];
  }
  closePath(): void {
    this.#path.push("Z");
  }
  moveTo(x: number, y: number): void {
    this.#path.push(`M${round(x)} ${round(y)}`);
  }
  lineTo(x: number, y: number): void {
    this.#path.push(`${this.#path.length ? "L" : "M"}${round(x)} ${round(y)}`);
  }
  quadraticCurveTo(cx: number, cy: number, x: number, y: number): void {
    this.#path.push(`Q${round(cx)} ${round(cy)} ${round(x)} ${round(y)}`);
  }
  rect(x: number, y: number, width: number, height: number): void {
    this.#path.push(`M${round(x)} ${round(y)}h${round(width)}v${round(height)}h${round(-width)}Z`);
  }
  arc(x: number, y: number, r: number, start: number, end: number): void {
    const at = (angle: number) => `${round(x + r * Math.cos(angle))} ${round(y + r * Math.sin(angle))}`;
    const middle = (start + end) / 2;
    const half = (to: number) => `A${round(r)} ${round(r)} 0 0 1 ${at(to)}`;
    this.#path.push(`M${at(start)}${half(middle)}${half(end)}`);
  }

  fill(): void {
    this.#write(`<path d="${this.#path.join("")}" fill="${paintOf(this.fillStyle)}"${this.#alpha()}/>`);
  }
  stroke(): void {
    const dash = this.#dash.length ? ` stroke-dasharray="${this.#dash.join(" ")}"` : "";
    const line = `stroke="${paintOf(this.strokeStyle)}" stroke-width="${round(this.lineWidth)}"${dash}`;
    this.#write(`<path d="${this.#path.join("")}" fill="none" ${line}${this.#alpha()}/>`);
  }
  setLineDash(dash: Iterable<number>): void {
    this.#dash = [...dash];
  }

  save(): void {
    this.#groups.push(0);
  }
  restore(): void {
    const open = this.#groups.length > 1 ? (this.#groups.pop() ?? 0) : 0;
    this.#write("</g>".repeat(open));
  }
  translate(x: number, y: number): void {
    this.#group(`translate(${round(x)} ${round(y)})`);
  }
  rotate(angle: number): void {
    this.#group(`rotate(${round((angle * 180) / Math.PI)})`);
  }

  fillText(text: string, x: number, y: number): void {
    this.#text(text, x, y, `fill="${paintOf(this.fillStyle)}"`);
  }
  strokeText(text: string, x: number, y: number): void {
    const line = `fill="none" stroke="${paintOf(this.strokeStyle)}" stroke-width="${round(this.lineWidth)}" stroke-linejoin="round"`;
    this.#text(text, x, y, line);
  }
  measureText(text: string): TextMetrics {
    return this.#measure?.(text, this.font) ?? ({ width: 0 } as TextMetrics);
  }

  /** The whole file. */
  document(width: number, height: number, title: string): string {
    const size = `width="${round(width)}" height="${round(height)}" viewBox="0 0 ${round(width)} ${round(height)}"`;
    return `<svg xmlns="http://www.w3.org/2000/svg" ${size}><title>${escape(title)}</title>${this.#out.join("")}</svg>\n`;
  }

  #text(text: string, x: number, y: number, paint: string): void {
    const [, weight = "400", size = "12", family = "sans-serif"] = /^(?:(\d{3}) )?(\d+)px (.+)$/.exec(this.font) ?? [];
    const font = `font-family="${escape(family)}" font-size="${size}" font-weight="${weight}"`;
    const anchor = `text-anchor="${ANCHORS[this.textAlign] ?? "start"}"`;
    this.#write(`<text x="${round(x)}" y="${round(y)}" ${font} ${anchor} ${paint}${this.#alpha()}>${escape(text)}</text>`);
  }
  #group(transform: string): void {
    this.#groups[this.#groups.length - 1] = (this.#groups.at(-1) ?? 0) + 1;
    this.#write(`<g transform="${transform}">`);
  }
  #alpha(): string {
    return this.globalAlpha < 1 ? ` opacity="${round(this.globalAlpha)}"` : "";
  }
  #write(text: string): void {
    if (text) this.#out.push(text);
  }
}

const round = (value: number) => String(Math.round(value * 100) / 100);
const paintOf = (style: Pen["fillStyle"]) => escape(typeof style === "string" ? style : "#000000");

/** Also drops what no XML may hold. */
function escape(text: string): string {
  const allowed = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "");
  return allowed.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
