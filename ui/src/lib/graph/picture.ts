/** The neighbourhood as a picture: what is where, what is lit, in which colours. */

import type { GraphEdge, GraphNode } from "$lib/api/types";

import type { Pen } from "$lib/export/pen";
import { certainty } from "$lib/format/certainty";
import { pseudonym } from "$lib/format/names";
import { paint } from "$lib/state/paint";

import { drawEdge, drawShape, drawShield, type Point } from "./draw";
import { kindOf } from "./kinds";
import { placeNames } from "./naming";

export const RADIUS = 11;
export const FONT = '"Noto Sans Variable", "Noto Sans Arabic Variable", "Noto Sans Hebrew Variable", sans-serif';

export interface Picture {
  /** The record in the middle. */
  id: string;
  nodes: GraphNode[];
  lines: GraphEdge[];
  at: Map<string, Point>;
  /** Under the pointer; everything that does not touch it is dimmed. */
  focus: string | null;
  /** Selected; it has a ring. */
  chosen: string | null;
  /** A number that grows as one zooms in: labels of links appear. */
  zoom: number;
  colors: Colors;
}

export interface Colors {
  text: string;
  quiet: string;
  paper: string;
  accent: string;
  shield: string;
  kind: (token: string) => string;
}

/** The colours of the theme as it is now. */
export function colorsOfTheme(): Colors {
  const known = new Map<string, string>();
  const kind = (token: string) => known.get(token) ?? known.set(token, paint(token)).get(token) ?? "#888888";
  return {
    text: paint("--text"),
    quiet: paint("--text-3"),
    paper: paint("--bg"),
    accent: paint("--accent"),
    shield: paint("--shield"),
    kind,
  };
}

export function drawPicture(pen: Pen, picture: Picture): void {
  const tied = new Set(picture.lines.flatMap((line) => (line.source === picture.focus ? line.target : line.target === picture.focus ? line.source : [])));
  for (const line of picture.lines) drawLink(pen, picture, line);
  const near = (id: string) => !picture.focus || picture.focus === id || tied.has(id);
  for (const node of picture.nodes) drawNode(pen, picture, node, near(node.id));
  drawNames(pen, picture, near);
}

function drawLink(pen: Pen, { at, focus, lines, zoom, colors }: Picture, edge: GraphEdge): void {
  const [from, to] = [at.get(edge.source), at.get(edge.target)];
  if (!from || !to) return;
  const near = focus === edge.source || focus === edge.target;
  pen.globalAlpha = focus && !near ? 0.25 : 1;
  drawEdge(pen, from, to, RADIUS, {
    line: certainty(edge.probability).line,
    color: near ? colors.accent : colors.quiet,
    width: near ? 2 : 1.4,
    label: near || lines.length <= 16 || zoom > 1.6 ? edge.label : "",
    labelColor: near ? colors.text : colors.quiet,
    halo: colors.paper,
    font: `12px ${FONT}`,
  });
  pen.globalAlpha = 1;
}

function drawNode(pen: Pen, { id, at, chosen, colors }: Picture, node: GraphNode, near: boolean): void {
  const place = at.get(node.id);
  if (!place) return;
  const kind = kindOf(node.schema);
  const r = radiusOf(node.id, id);
  pen.globalAlpha = near ? 1 : 0.35;
  if (node.id === chosen) ring(pen, place, r + 6, colors.text);
  drawShape(pen, kind.shape, place, r);
  pen.fillStyle = node.id === id ? colors.kind(kind.token) : colors.paper;
  pen.fill();
  pen.lineWidth = 2.5;
  pen.strokeStyle = colors.kind(kind.token);
  pen.stroke();
  if (node.protected) drawShield(pen, place, r, colors.shield);
  pen.globalAlpha = 1;
}

/** The names for which there is room; what is pointed at or selected always has its own. */
function drawNames(pen: Pen, { id, nodes, lines, at, focus, chosen, colors }: Picture, near: (id: string) => boolean): void {
  const matters = (node: string) => node === focus || node === chosen || node === id;
  const ties = new Map<string, number>();
  for (const end of lines.flatMap((line) => [line.source, line.target])) ties.set(end, (ties.get(end) ?? 0) + 1);
  const weight = (node: GraphNode) => (matters(node.id) ? 1e6 : 0) + (near(node.id) ? 1e3 : 0) + (ties.get(node.id) ?? 0);
  const font = (node: string) => `${node === id || node === chosen ? 600 : 500} 12px ${FONT}`;
  const texts = new Map(nodes.map((node) => [node.id, shortened(pseudonym(node.caption), focus === node.id)]));
  const names = [...nodes].sort((one, other) => weight(other) - weight(one)).flatMap((node) => {
    const place = at.get(node.id);
    if (!place) return [];
    pen.font = font(node.id);
    const { width } = pen.measureText(texts.get(node.id) ?? "");
    return [{ id: node.id, at: place, r: radiusOf(node.id, id), width }];
  });
  pen.lineWidth = 4;
  pen.strokeStyle = colors.paper;
  pen.fillStyle = colors.text;
  for (const [node, place] of placeNames(names, [...at.values()], RADIUS, matters)) {
    const text = texts.get(node) ?? "";
    pen.globalAlpha = near(node) ? 1 : 0.35;
    pen.font = font(node);
    pen.textAlign = place.align;
    pen.strokeText(text, place.x, place.y);
    pen.fillText(text, place.x, place.y);
  }
  pen.globalAlpha = 1;
}

function shortened(text: string, whole: boolean): string {
  return whole || text.length <= 26 ? text : `${text.slice(0, 25)}…`;
}

/** The record in the middle is a little larger. */
function radiusOf(node: string, middle: string): number {
  return node === middle ? RADIUS + 3 : RADIUS;
}

function ring(pen: Pen, at: Point, r: number, color: string): void {
  pen.beginPath();
  pen.arc(at.x, at.y, r, 0, Math.PI * 2);
  pen.lineWidth = 2;
  pen.strokeStyle = color;
  pen.stroke();
}
