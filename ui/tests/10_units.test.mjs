// What needs no browser: offsets, proofs, dates, highlights.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";

import { test } from "./support/harness.mjs";
import { load } from "./support/modules.mjs";

const sha = (...parts) => createHash("sha256").update(Buffer.concat(parts)).digest();
const leafOf = (text) => sha(Buffer.from([0]), Buffer.from(text));
const nodeOf = (left, right) => sha(Buffer.from([1]), left, right);
/** The largest power of two below `n`. */
const split = (n) => 2 ** Math.ceil(Math.log2(n) - 1);

function rootOf(leaves) {
  if (leaves.length === 1) return leafOf(leaves[0]);
  const at = split(leaves.length);
  return nodeOf(rootOf(leaves.slice(0, at)), rootOf(leaves.slice(at)));
}
function pathOf(index, leaves) {
  if (leaves.length === 1) return [];
  const at = split(leaves.length);
  return index < at
    ? [...pathOf(index, leaves.slice(0, at)), rootOf(leaves.slice(at))]
    : [...pathOf(index - at, leaves.slice(at)), rootOf(leaves.slice(0, at))];
}
function growthOf(size, leaves, whole = true) {
  if (size === leaves.length) return whole ? [] : [rootOf(leaves)];
  const at = split(leaves.length);
  return size <= at
    ? [...growthOf(size, leaves.slice(0, at), whole), rootOf(leaves.slice(at))]
    : [...growthOf(size - at, leaves.slice(at), false), rootOf(leaves.slice(0, at))];
}
const bytes = (buffer) => Uint8Array.from(buffer);

test("units: inclusion proofs of every leaf of every small tree lead to the root", async () => {
  const { inclusionSteps, leafHash, toHex } = await load("lib/merkle/rfc6962.ts");
  for (let size = 1; size <= 17; size += 1) {
    const leaves = Array.from({ length: size }, (_, index) => `leaf ${index}`);
    for (let index = 0; index < size; index += 1) {
      const leaf = await leafHash(new TextEncoder().encode(leaves[index]));
      const steps = await inclusionSteps(leaf, index, size, pathOf(index, leaves).map(bytes));
      assert.equal(toHex(steps.at(-1)?.result ?? leaf), rootOf(leaves).toString("hex"), `${index} of ${size}`);
    }
  }
});

test("units: a changed leaf or a proof of the wrong length is found out", async () => {
  const { inclusionSteps, leafHash, toHex } = await load("lib/merkle/rfc6962.ts");
  const leaves = Array.from({ length: 7 }, (_, index) => `leaf ${index}`);
  const path = pathOf(3, leaves).map(bytes);
  const other = await leafHash(new TextEncoder().encode("leaf three"));
  const steps = await inclusionSteps(other, 3, 7, path);
  assert.notEqual(toHex(steps.at(-1).result), rootOf(leaves).toString("hex"));
  await assert.rejects(inclusionSteps(other, 3, 7, path.slice(1)));
  await assert.rejects(inclusionSteps(other, 3, 7, [...path, path[0]]));
  await assert.rejects(inclusionSteps(other, 7, 7, path));
});

test("units: growth proofs hold for every pair of small trees, and fail for an altered past", async () => {
  const { isConsistent } = await load("lib/merkle/rfc6962.ts");
  const leaves = Array.from({ length: 13 }, (_, index) => `leaf ${index}`);
  for (let to = 1; to <= 13; to += 1) {
    for (let from = 1; from <= to; from += 1) {
      const [before, now] = [leaves.slice(0, from), leaves.slice(0, to)];
      const path = growthOf(from, now).map(bytes);
      assert.ok(await isConsistent(from, to, bytes(rootOf(before)), bytes(rootOf(now)), path), `${from} to ${to}`);
      const altered = bytes(rootOf(["x", ...before.slice(1)]));
      assert.ok(!(await isConsistent(from, to, altered, bytes(rootOf(now)), path)), `${from} to ${to}, altered`);
    }
  }
});

test("units: bytes of UTF-8 become places in a string", async () => {
  const { byteOffsets } = await load("lib/format/utf8.ts");
  const text = "aé€😀ه";
  const offsets = byteOffsets(text, [0, 1, 3, 6, 10, 12, 99]);
  assert.deepEqual([...offsets.values()], [0, 1, 2, 3, 5, 6, 6]);
});

test("units: a text is cut where mentions begin and end, and overlaps keep the first and longest", async () => {
  const { segmentsOf } = await load("lib/report/segments.ts");
  const item = (id, start, end) => ({ id, isFinding: false, passages: [{ start, end }] });
  const text = "Özge called 112 today";
  const segments = segmentsOf(text, [item("a", 0, 5), item("b", 13, 16), item("c", 14, 15)], [{ start: 6, end: 16 }]);
  assert.deepEqual(
    segments.map((segment) => [segment.text, segment.item?.id ?? "", segment.lit]),
    [["Özge", "a", false], [" ", "", false], ["called ", "", true], ["112", "b", true], [" today", "", false]],
  );
  assert.equal(segments.map((segment) => segment.text).join(""), text);
});

test("units: dates keep their precision, times are UTC", async () => {
  const { day, distance, minute, period } = await load("lib/format/dates.ts");
  assert.equal(day("2026-11-23"), "Mon 2026-11-23");
  assert.equal(day("2026-11"), "2026-11");
  assert.equal(day("1986"), "1986");
  assert.equal(minute("2026-11-23T14:03:59+02:00"), "2026-11-23 12:03Z");
  assert.equal(period({ from: "2024", to: null }), "since 2024");
  assert.equal(period({ from: null, to: "2025-02" }), "until 2025-02");
  assert.equal(distance("2026-11-20T00:00:00Z", new Date("2026-11-23T00:00:00Z")), "3 d ago");
});

test("units: a hit is marked without regard to accents and case", async () => {
  const { highlight } = await load("lib/search/highlight.ts");
  assert.deepEqual(
    highlight("Nguyễn Thị Hạnh", "hanh nguyen").filter((part) => part.hit).map((part) => part.text),
    ["Nguyễn", "Hạnh"],
  );
});

test("units: an excerpt shows what was found, and cuts at words", async () => {
  const { excerpt } = await load("lib/search/highlight.ts");
  const long = `${"before ".repeat(60)}Larch ${"after ".repeat(60)}`.trim();
  const cut = excerpt(long, "larch", 100);
  assert.match(cut, /^… before .*Larch .*after …$/);
  assert.ok(cut.length <= 106, cut);
  assert.equal(excerpt("short", "larch"), "short");
});

test("units: a table's columns become a mapping file", async () => {
  const { columnsOf, guess, mappingText } = await load("lib/imports/builder.ts");
  const columns = columnsOf('\uFEFFRef;Full name;"Known as; also";DOB;Second alias\n1;a;b;c;d');
  assert.deepEqual(columns, { delimiter: ";", names: ["Ref", "Full name", "Known as; also", "DOB", "Second alias"] });
  const properties = ["name", "alias", "birthDate"].map((name) => ({ name, label: name }));
  const choices = guess("Cell 4.csv", columns, { name: "Person", properties });
  assert.equal(choices.identity, "Ref");
  const text = mappingText(choices);
  assert.match(text, /^delimiter = ";"$/m);
  assert.match(text, /^id = "cell-4-\{Ref\}"$/m);
  assert.match(text, /^name = "Full name"$/m);
  assert.match(text, /^alias = \[\{ column = "Known as; also" \}, \{ column = "Second alias" \}\]$/m);
  assert.match(text, /^birthDate = "DOB"$/m);
});

test("units: a table is ordered by a column, numbers as numbers, nothing last", async () => {
  const { inOrder, nextSort } = await load("lib/components/table.ts");
  const name = { name: "name", label: "Name", text: (row) => row.name };
  const size = { name: "size", label: "Size", text: (row) => String(row.size), order: (row) => row.size, number: true };
  const rows = [{ name: "B 10", size: null }, { name: "b 9", size: 3 }, { name: "a", size: 12 }];
  const order = (sort) => inOrder(rows, [name, size], sort).map((row) => row.name);
  assert.deepEqual(order("name"), ["a", "b 9", "B 10"]);
  assert.deepEqual(order("-size"), ["a", "b 9", "B 10"]);
  assert.deepEqual(order("size"), ["b 9", "a", "B 10"]);
  assert.deepEqual(order("no-such-column"), ["B 10", "b 9", "a"]);
  assert.deepEqual([nextSort(size, ""), nextSort(size, "-size"), nextSort(size, "size")], ["-size", "size", ""]);
});

test("units: filters go into the address and come back, commas and all", async () => {
  const { optionsOf, readChosen, toggled, writeChosen } = await load("lib/state/filters.ts");
  const chosen = { source: ["Harbour report, 3 March", "100%, sure %2C"], grade: ["1A"] };
  const written = writeChosen(chosen, ["source", "grade", "type"]);
  assert.equal(written.type, null);
  const query = new URLSearchParams(Object.entries(written).filter(([, value]) => value !== null));
  assert.deepEqual(readChosen(new URLSearchParams(query.toString()), ["source", "grade", "type"]), chosen);
  assert.deepEqual(toggled(toggled({}, "grade", "2B"), "grade", "2B"), { grade: [] });
  assert.deepEqual(optionsOf([1, 2, 2], String, (value) => `n${value}`), [
    { value: "2", label: "n2", count: 2 },
    { value: "1", label: "n1", count: 1 },
  ]);
});

test("units: a histogram counts each time once, and its axis has round marks", async () => {
  const { histogram, spanOf, ticks } = await load("lib/time/bins.ts");
  const times = ["2024-01-05", "2024-01-05", "2025-06-30", "2026-11-23"].map((day) => Date.parse(day));
  const span = spanOf(times);
  assert.equal(histogram(times, span, 50).reduce((sum, n) => sum + n, 0), 4);
  assert.deepEqual(ticks(span, 5).map((tick) => tick.label), ["2024", "2025", "2026"]);
  assert.equal(spanOf([]), undefined);
  const day = spanOf([Date.parse("2026-11-23T10:00:00Z"), Date.parse("2026-11-23T13:00:00Z")]);
  assert.ok(ticks(day, 10).some((tick) => tick.label === "23 11:00"));
});

test("units: a stretch of time is drawn, moved within bounds, and turned round when crossed", async () => {
  const { dragged, gripAt } = await load("lib/time/brush.ts");
  const limits = { from: 0, to: 100 };
  assert.deepEqual(dragged("new", { from: 0, to: 100 }, 60, 20, limits), { from: 20, to: 60 });
  assert.deepEqual(dragged("both", { from: 20, to: 60 }, 30, 90, limits), { from: 60, to: 100 });
  assert.deepEqual(dragged("from", { from: 20, to: 60 }, 20, 80, limits), { from: 60, to: 80 });
  assert.equal(gripAt(22, 20, 60, true), "from");
  assert.equal(gripAt(40, 20, 60, true), "both");
  assert.equal(gripAt(40, 20, 60, false), "new");
});

test("units: a CSV is quoted as RFC 4180 says, and no cell becomes a formula", async () => {
  const { csvCell, csvText } = await load("lib/export/csv.ts");
  assert.equal(csvText([["a", 'b "c"'], ["d,e", "f\ng"]]), 'a,"b ""c"""\r\n"d,e","f\ng"\r\n');
  assert.equal(csvCell("=HYPERLINK(1)"), "'=HYPERLINK(1)");
  assert.equal(csvCell("@sum"), "'@sum");
  assert.equal(csvCell("+33 6 39 98 00 42"), "+33 6 39 98 00 42");
});

test("units: a published signed note opens with its key, and with no other text or key", async () => {
  const { isSignedBy, readKey, readCheckpoint } = await load("lib/merkle/signed_note.ts");
  // The example of the reference implementation's documentation.
  const key = await readKey("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
  const note =
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n" +
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
  assert.equal(await isSignedBy(note, key), true);
  assert.equal(await isSignedBy(note.replace("answer", "Answer"), key), false);
  assert.equal(await isSignedBy(note, { ...key, id: "00000000" }), false);
  await assert.rejects(readKey("PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"));
  await assert.rejects(isSignedBy("no signatures\n", key));
  assert.deepEqual(readCheckpoint("log\n12\nroot=\n\n— a AAAAAAA=\n"), { origin: "log", size: 12, root: "root=" });
  assert.throws(() => readCheckpoint("log\n012\nroot=\n\n— a AAAAAAA=\n"));
});

test("units: a picture is written as SVG, its words escaped", async () => {
  const { SvgPen } = await load("lib/export/svg_pen.ts");
  const pen = new SvgPen();
  pen.save();
  pen.translate(4, 5);
  pen.rotate(Math.PI / 2);
  pen.beginPath();
  pen.moveTo(0, 0);
  pen.lineTo(10, 0.333);
  pen.strokeStyle = "#123456";
  pen.setLineDash([2, 4]);
  pen.stroke();
  pen.restore();
  pen.font = '600 14px "Noto Sans", sans-serif';
  pen.fillText('<Tavrin & "co">', 1, 2);
  const svg = pen.document(100, 50, "a < b");
  assert.match(svg, /<g transform="translate\(4 5\)"><g transform="rotate\(90\)"><path d="M0 0L10 0.33"[^>]*stroke-dasharray="2 4"\/><\/g><\/g>/);
  assert.match(svg, /font-size="14" font-weight="600"[^>]*>&lt;Tavrin &amp; &quot;co&quot;&gt;<\/text>/);
  assert.ok(svg.startsWith('<svg xmlns="http://www.w3.org/2000/svg" width="100"'));
});

test("units: a filter keeps what any of its evidence passes, and time filters know partial dates", async () => {
  const { extent, extentOf } = await load("lib/format/extent.ts");
  assert.deepEqual(extent("2024"), [Date.UTC(2024, 0), Date.UTC(2025, 0)]);
  assert.deepEqual(extent("2024-02"), [Date.UTC(2024, 1), Date.UTC(2024, 2)]);
  assert.equal(extent("unknown"), undefined);
  assert.deepEqual(extentOf("2024", "2024-06-30"), [Date.UTC(2024, 0), Date.UTC(2025, 0)]);
});

test("units: names on a chart lie on no other name and on no node, unless in focus", async () => {
  const { readable, spacing } = await load("lib/network/crowding.ts");
  const nodes = [{ x: 100, y: 100 }, { x: 110, y: 118 }, { x: 400, y: 100 }];
  const labels = [
    { id: "covers the second", text: "Tarvand Oskel", x: 100, y: 120 },
    { id: "free", text: "Shirin Olvand", x: 400, y: 120 },
    { id: "lies on the free one", text: "Olvand", x: 420, y: 122 },
  ];
  assert.deepEqual([...readable(labels, nodes, 5, () => false)], ["free"]);
  assert.deepEqual([...readable(labels, nodes, 5, (id) => id === "covers the second")], ["covers the second", "free"]);
  assert.equal(spacing(nodes), Math.hypot(10, 18));
  assert.equal(spacing([]), Infinity);
});

test("units: a name goes where there is room, and only the one that matters covers others", async () => {
  const { placeNames } = await load("lib/graph/naming.ts");
  const nodes = [{ x: 100, y: 100 }, { x: 100, y: 125 }];
  const name = (id, at) => ({ id, at, r: 10, width: 60 });
  const [upper, lower] = nodes.map((at, index) => name(String(index), at));
  const free = placeNames([upper, lower], nodes, 10, () => false);
  assert.ok(free.get("0").y < 100, "below it is the other node: it stands above");
  assert.ok(free.get("1").y > 125, "below it is free");
  const walls = [...nodes, { x: 100, y: 75 }, { x: 75, y: 100 }, { x: 125, y: 100 }];
  assert.equal(placeNames([upper], walls, 10, () => false).size, 0);
  assert.equal(placeNames([upper], walls, 10, (id) => id === "0").size, 1);
});

test("units: a name in another script stands among the hits where it answers", async () => {
  const { merged, whyFound } = await load("lib/search/merged.ts");
  const hit = (id, how) => ({ entity: { id }, matched: { how }, score: 1 });
  const name = (id, probability) => ({ entity: { id }, probability, aligned: { parts: [] } });
  const hits = [hit("a", "exact"), hit("b", "words"), hit("c", "prefix"), hit("d", "fuzzy")];
  const found = [name("z", 0.2), name("x", 0.99), name("b", 0.98), name("y", 0.6)];
  assert.deepEqual(merged(hits, found).map((row) => row.id), ["a", "b", "x", "c", "y", "d", "z"]);
  assert.deepEqual(merged([], [name("q", 0.3), name("p", 0.4)]).map((row) => row.id), ["p", "q"]);
  const part = (left, right, latin, certainty) => ({ left: { text: left, latin: null }, right: { text: right, latin }, certainty });
  const aligned = { parts: [part("karvan", "کاروان", "karwan", 0.9), part("olvand", "زیارمل", null, 0.1)] };
  assert.equal(whyFound({ aligned }), "karvan ~ کاروان (karwan)");
});
