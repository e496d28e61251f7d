/** Draws all ships in one go: arrows when far, hulls at their true length when near, each moved on
 *  by its speed and course since it was heard. */

import type { CustomLayerInterface, CustomRenderMethodInput, Map } from "maplibre-gl";

import { METRES_A_MILE, mercator, mercatorPerMetre } from "./geo";
import type { Ship } from "./picture";

/** Floats of one ship. */
const STRIDE = 14;
/** A ship is moved on for so many seconds at most. */
const MOVED_ON = 180;
const FADED_AFTER = 600;
/** The mark of the first picture. */
const DRAWN = "ships drawn";

const VERTEX = `#version 300 es
precision highp float;
layout(location = 0) in vec4 a_place;   // high and low parts of mercator x and y
layout(location = 1) in vec4 a_motion;  // mercator units a second, seconds since heard, heading
layout(location = 2) in vec4 a_hull;    // length, width, forward and sideways offset in mercator
layout(location = 3) in vec2 a_look;    // kind, moves
uniform mat4 u_matrix;
uniform vec4 u_center;
uniform float u_world;
uniform float u_since;
uniform float u_grow;
uniform vec3 u_colors[9];
uniform vec3 u_edge;
out vec4 v_color;

const vec2 ARROW[9] = vec2[9](
  vec2(0.0, 0.5), vec2(0.42, -0.5), vec2(0.0, -0.26), vec2(0.0, 0.5), vec2(0.0, -0.26), vec2(-0.42, -0.5),
  vec2(0.0), vec2(0.0), vec2(0.0));
const vec2 DIAMOND[9] = vec2[9](
  vec2(0.0, 0.4), vec2(0.4, 0.0), vec2(0.0, -0.4), vec2(0.0, 0.4), vec2(0.0, -0.4), vec2(-0.4, 0.0),
  vec2(0.0), vec2(0.0), vec2(0.0));
const vec2 HULL[9] = vec2[9](
  vec2(0.0, 0.5), vec2(0.5, 0.28), vec2(-0.5, 0.28), vec2(-0.5, 0.28), vec2(0.5, 0.28), vec2(-0.5, -0.5),
  vec2(0.5, 0.28), vec2(0.5, -0.5), vec2(-0.5, -0.5));

void main() {
  float age = a_motion.z + u_since;
  vec2 rel = (a_place.xy - u_center.xy) + (a_place.zw - u_center.zw);
  rel += a_motion.xy * min(age, ${MOVED_ON.toFixed(1)});
  float s = sin(a_motion.w), c = cos(a_motion.w);
  vec2 forward = vec2(s, -c), right = vec2(c, s);
  float lengthPx = a_hull.x * u_world;
  vec2 corner;
  vec2 size;
  if (lengthPx > 15.0) {
    corner = HULL[gl_VertexID];
    size = vec2(max(a_hull.y, 3.0 / u_world), a_hull.x) + vec2(u_grow / u_world);
    rel += forward * a_hull.z + right * a_hull.w;
  } else if (a_look.y > 0.5) {
    corner = ARROW[gl_VertexID];
    size = (vec2(11.0, 15.0) + vec2(u_grow)) / u_world;
  } else {
    corner = DIAMOND[gl_VertexID];
    size = (vec2(9.0) + vec2(u_grow)) / u_world;
  }
  rel += right * corner.x * size.x + forward * corner.y * size.y;
  gl_Position = u_matrix * vec4(rel, 0.0, 1.0);
  float alpha = age > ${FADED_AFTER.toFixed(1)} ? 0.38 : 1.0;
  vec3 color = u_grow > 0.0 ? u_edge : u_colors[int(a_look.x)];
  v_color = vec4(color * alpha, alpha);
}`;

const FRAGMENT = `#version 300 es
precision mediump float;
in vec4 v_color;
out vec4 color;
void main() { color = v_color; }`;

export class ShipLayer implements CustomLayerInterface {
  readonly id = "ships";
  readonly type = "custom";
  #map: Map | undefined;
  #gl: WebGL2RenderingContext | undefined;
  #program: WebGLProgram | undefined;
  #array: WebGLVertexArrayObject | undefined;
  #buffer: WebGLBuffer | undefined;
  #nShips = 0;
  #taken = 0;
  #colors = new Float32Array(27);
  #edge: [number, number, number] = [0, 0, 0];
  #timer: ReturnType<typeof setTimeout> | undefined;

  onAdd(map: Map, gl: WebGL2RenderingContext): void {
    this.#map = map;
    this.#gl = gl;
    this.#program = link(gl);
    this.#buffer = gl.createBuffer();
    this.#array = gl.createVertexArray();
    gl.bindVertexArray(this.#array);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#buffer);
    for (const [place, size, offset] of [[0, 4, 0], [1, 4, 4], [2, 4, 8], [3, 2, 12]] as const) {
      gl.enableVertexAttribArray(place);
      gl.vertexAttribPointer(place, size, gl.FLOAT, false, STRIDE * 4, offset * 4);
      gl.vertexAttribDivisor(place, 1);
    }
    gl.bindVertexArray(null);
  }

  onRemove(): void {
    clearTimeout(this.#timer);
    const gl = this.#gl;
    if (!gl) return;
    gl.deleteBuffer(this.#buffer ?? null);
    gl.deleteVertexArray(this.#array ?? null);
    gl.deleteProgram(this.#program ?? null);
    this.#gl = undefined;
  }

  paint(colors: string[], edge: string): void {
    colors.forEach((color, at) => this.#colors.set(rgb(color), at * 3));
    this.#edge = rgb(edge);
    this.#map?.triggerRepaint();
  }

  /** Takes over where all ships are at `now`, milliseconds of the picture's clock. */
  take(ships: Iterable<Ship>, now: number): void {
    const floats: number[] = [];
    for (const ship of ships) append(floats, ship, now);
    this.#nShips = floats.length / STRIDE;
    this.#taken = performance.now();
    const gl = this.#gl;
    if (!gl) return;
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#buffer ?? null);
    gl.bufferData(gl.ARRAY_BUFFER, new Float32Array(floats), gl.DYNAMIC_DRAW);
    this.#map?.triggerRepaint();
  }

  render(gl: WebGL2RenderingContext, { defaultProjectionData }: CustomRenderMethodInput): void {
    const map = this.#map;
    if (!map || !this.#program || this.#nShips === 0) return;
    const center = map.getCenter();
    const [x, y] = mercator([center.lng, center.lat]);
    const world = 512 * 2 ** map.getZoom();
    const place = (name: string) => gl.getUniformLocation(this.#program as WebGLProgram, name);
    gl.useProgram(this.#program);
    gl.uniformMatrix4fv(place("u_matrix"), false, about(defaultProjectionData.mainMatrix, x, y));
    const [highX, highY] = [Math.fround(x), Math.fround(y)];
    gl.uniform4f(place("u_center"), highX, highY, x - highX, y - highY);
    gl.uniform1f(place("u_world"), world);
    gl.uniform1f(place("u_since"), (performance.now() - this.#taken) / 1000);
    gl.uniform3fv(place("u_colors"), this.#colors);
    gl.uniform3f(place("u_edge"), ...this.#edge);
    gl.bindVertexArray(this.#array ?? null);
    for (const grow of [2.6, 0]) {
      gl.uniform1f(place("u_grow"), grow);
      gl.drawArraysInstanced(gl.TRIANGLES, 0, 9, this.#nShips);
    }
    gl.bindVertexArray(null);
    // For whoever measures how soon the first picture is there.
    if (!performance.getEntriesByName(DRAWN).length) performance.mark(DRAWN, { detail: this.#nShips });
    this.#again(world, center.lat);
  }

  /** Draws again when a fast ship has moved by half a pixel. */
  #again(world: number, lat: number): void {
    clearTimeout(this.#timer);
    const pixels = 13 * mercatorPerMetre(lat) * world;
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const pause = still ? 1000 : Math.min(1000, Math.max(16, 500 / pixels));
    this.#timer = setTimeout(() => this.#map?.triggerRepaint(), pause);
  }
}

function append(floats: number[], ship: Ship, now: number): void {
  const [x, y] = mercator([ship.lon, ship.lat]);
  const unit = mercatorPerMetre(ship.lat);
  const moves = (ship.speed ?? 0) > 0.5 && ship.course !== null;
  const course = ((ship.course ?? 0) * Math.PI) / 180;
  const speed = moves ? ((ship.speed ?? 0) * METRES_A_MILE * unit) / 3600 : 0;
  const heading = ship.heading === null ? course : (ship.heading * Math.PI) / 180;
  const [bow, stern, port, starboard] = ship.size;
  const [highX, highY] = [Math.fround(x), Math.fround(y)];
  floats.push(highX, highY, x - highX, y - highY);
  floats.push(speed * Math.sin(course), -speed * Math.cos(course), Math.max(0, now - ship.heard) / 1000, heading);
  floats.push((bow + stern) * unit, (port + starboard) * unit, ((bow - stern) / 2) * unit, ((starboard - port) / 2) * unit);
  floats.push(ship.kind, moves || ship.heading !== null && ship.status !== 1 && ship.status !== 5 ? 1 : 0);
}

/** A matrix that takes places relative to (x, y) where `matrix` takes places. */
function about(matrix: ArrayLike<number>, x: number, y: number): Float32Array {
  const out = Float32Array.from(matrix);
  for (let row = 0; row < 4; row++) {
    out[12 + row] = (matrix[row] ?? 0) * x + (matrix[4 + row] ?? 0) * y + (matrix[12 + row] ?? 0);
  }
  return out;
}

function rgb(color: string): [number, number, number] {
  const part = (at: number) => parseInt(color.slice(at, at + 2), 16) / 255;
  return [part(1), part(3), part(5)];
}

function link(gl: WebGL2RenderingContext): WebGLProgram {
  const program = gl.createProgram();
  for (const [kind, text] of [[gl.VERTEX_SHADER, VERTEX], [gl.FRAGMENT_SHADER, FRAGMENT]] as const) {
    const shader = gl.createShader(kind);
    if (!shader) throw new Error("the graphics card gives no shader");
    gl.shaderSource(shader, text);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
    const log = gl.getShaderInfoLog(shader);
    if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS)) throw new Error(`ships cannot be drawn: ${log}`);
  }
  gl.linkProgram(program);
  return program;
}
