/** Edges and glyphs of a chart, for a canvas and for a file alike: dashes, arrows and any script come for free. */

import type { Pen } from "$lib/export/pen";
import type { Certainty } from "$lib/format/certainty";

import type { Shape } from "./kinds";

export interface Point {
  x: number;
  y: number;
}

export interface EdgeStyle {
  line: Certainty["line"];
  color: string;
  width: number;
  label: string;
  labelColor: string;
  /** Behind the label, so that lines do not cross it. */
  halo: string;
  font: string;
}

const DASHES: Record<Certainty["line"], number[]> = { solid: [], dashed: [7, 5], dotted: [2, 4] };

/** A line from `from` to `to` that stops short of both by their radii, with an arrow head. */
export function drawEdge(c: Pen, from: Point, to: Point, radius: number, style: EdgeStyle): void {
  const angle = Math.atan2(to.y - from.y, to.x - from.x);
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  if (length < radius * 2 + 4) return;
  const at = (distance: number) => ({
    x: from.x + Math.cos(angle) * distance,
    y: from.y + Math.sin(angle) * distance,
  });
  const start = at(radius + 2);
  const end = at(length - radius - 4);
  c.strokeStyle = c.fillStyle = style.color;
  c.lineWidth = style.width;
  c.setLineDash(DASHES[style.line]);
  c.beginPath();
  c.moveTo(start.x, start.y);
  c.lineTo(end.x, end.y);
  c.stroke();
  c.setLineDash([]);
  drawHead(c, end, angle);
  c.font = style.font;
  const room = length - 2 * radius - 24;
  if (style.label && c.measureText(style.label).width < room) drawLabel(c, at(length / 2), angle, style);
}

export function drawShape(c: Pen, shape: Shape, at: Point, r: number): void {
  c.beginPath();
  if (shape === "circle") c.arc(at.x, at.y, r, 0, Math.PI * 2);
  else if (shape === "square") c.rect(at.x - r * 0.86, at.y - r * 0.86, r * 1.72, r * 1.72);
  else if (shape === "diamond") polygon(c, at, r * 1.15, 4, 0);
  else polygon(c, at, r * 1.2, 3, -Math.PI / 2);
}

/** The quiet shield of a protected person, inside its shape. */
export function drawShield(c: Pen, at: Point, r: number, color: string): void {
  const [w, h] = [r * 0.5, r * 0.62];
  c.beginPath();
  c.moveTo(at.x, at.y - h);
  c.lineTo(at.x + w, at.y - h * 0.6);
  c.quadraticCurveTo(at.x + w, at.y + h * 0.6, at.x, at.y + h);
  c.quadraticCurveTo(at.x - w, at.y + h * 0.6, at.x - w, at.y - h * 0.6);
  c.closePath();
  c.lineWidth = 1.5;
  c.strokeStyle = color;
  c.stroke();
}

function polygon(c: Pen, at: Point, r: number, sides: number, turn: number): void {
  for (let side = 0; side < sides; side += 1) {
    const angle = turn + (side / sides) * Math.PI * 2;
    c.lineTo(at.x + Math.cos(angle) * r, at.y + Math.sin(angle) * r);
  }
  c.closePath();
}

function drawHead(c: Pen, tip: Point, angle: number): void {
  c.beginPath();
  c.moveTo(tip.x + Math.cos(angle) * 4, tip.y + Math.sin(angle) * 4);
  for (const side of [2.6, -2.6]) c.lineTo(tip.x + Math.cos(angle + side) * 6, tip.y + Math.sin(angle + side) * 6);
  c.closePath();
  c.fill();
}

function drawLabel(c: Pen, at: Point, angle: number, style: EdgeStyle): void {
  const upright = Math.abs(angle) > Math.PI / 2 ? angle + Math.PI : angle;
  c.save();
  c.translate(at.x, at.y);
  c.rotate(upright);
  c.textAlign = "center";
  c.lineWidth = 4;
  c.strokeStyle = style.halo;
  c.fillStyle = style.labelColor;
  c.strokeText(style.label, 0, -4);
  c.fillText(style.label, 0, -4);
  c.restore();
}
