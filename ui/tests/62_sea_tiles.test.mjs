// The sea as vector tiles, read by another reader; and a finer coast, put, drawn and removed.

import assert from "node:assert/strict";

import { VectorTile } from "@mapbox/vector-tile";
import { PbfReader } from "pbf";

import { checkAccessibility } from "./support/axe.mjs";
import { ask, BASE, goTo, picture, somebody, visit } from "./support/browser.mjs";
import { test } from "./support/harness.mjs";

/** An island in the strait with a lake in it. */
const ISLAND = {
  type: "FeatureCollection",
  features: [
    {
      type: "Feature",
      properties: { kind: "land" },
      geometry: {
        type: "Polygon",
        coordinates: [
          [[1.2, 50.8], [1.6, 50.8], [1.6, 51.0], [1.2, 51.0], [1.2, 50.8]],
          [[1.35, 50.87], [1.45, 50.87], [1.45, 50.93], [1.35, 50.93], [1.35, 50.87]],
        ],
      },
    },
  ],
};

test("sea: tiles hold the same ships as the list", async () => {
  const page = await visit(await somebody("watch-officer"));
  const { body: listed } = await ask(page, "/sea/vessels?limit=1000");
  const tile = await fetchTile(page, "/sea/tiles/vessels/0/0/0.mvt");
  const layer = tile.layers.vessels;
  assert.deepEqual([layer.version, layer.extent], [2, 4096]);
  const drawn = new Map(features(layer).map((it) => [it.properties.mmsi, it]));
  const known = listed.filter(({ mmsi }) => drawn.has(mmsi));
  assert.ok(known.length >= Math.min(5, listed.length), `${known.length} of ${listed.length} ships are drawn`);
  for (const { mmsi, name, position } of known) {
    const it = drawn.get(mmsi);
    assert.equal(it.id, mmsi);
    assert.equal(it.properties.name ?? "", name ?? "");
    // A unit of the whole world's tile is a tenth of a degree; ships move between two questions.
    const [lon, lat] = it.toGeoJSON(0, 0, 0).geometry.coordinates;
    assert.ok(Math.abs(lon - position[1]) < 0.2 && Math.abs(lat - position[0]) < 0.2, `${mmsi}: ${lon} ${lat}, ${position}`);
  }
  for (const name of ["coverage", "density"]) {
    const squares = features((await fetchTile(page, `/sea/tiles/${name}/6/32/21.mvt`)).layers[name]);
    assert.ok(squares.length > 0 && squares.every((it) => it.type === 3), name);
  }
  const { body: document } = await ask(page, "/sea/tiles/vessels.json");
  assert.equal(document.tilejson, "3.0.0");
  const said = new Set(features(layer).flatMap((it) => Object.keys(it.properties)));
  for (const field of said) assert.ok(document.vector_layers[0].fields[field], `${field} is described`);
  await page.context().close();
}, 120);

test("sea: a finer coast is put, drawn and removed", async () => {
  const page = await visit(await somebody("watch-officer"));
  await goTo(page, "/sea");
  await attribution(page).filter({ hasText: "Natural Earth" }).waitFor({ state: "attached" });
  await goTo(page, "/sea?view=lists");
  const panel = page.getByRole("region", { name: "Coast" });
  await panel.getByText("Maps draw Natural Earth").waitFor();
  const file = { name: "coast.geojson", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(ISLAND)) };
  await panel.locator("input[type=file]").setInputFiles(file);
  await panel.getByLabel("Whose data it is").fill("Lantern <b>Survey</b>");
  await panel.getByRole("button", { name: "Put this coast" }).click();
  await panel.getByText("1 piece of land").waitFor();
  await picture(page, "sea-coast-kept");
  await checkAccessibility(page, "sea, coast");

  const tile = await fetchTile(page, "/sea/tiles/coast/6/32/21.mvt");
  const [land] = features(tile.layers.coast);
  const { geometry } = land.toGeoJSON(32, 21, 6);
  assert.equal(geometry.type, "Polygon");
  assert.equal(geometry.coordinates.length, 2, "the lake is a hole");
  const [lon, lat] = geometry.coordinates[0][0];
  assert.ok(lon > 1.19 && lon < 1.61 && lat > 50.79 && lat < 51.01, `${lon} ${lat}`);

  const asked = page.waitForResponse((answer) => /tiles\/coast\/\d+\/\d+\/\d+\.mvt\?v=/.test(answer.url()));
  await goTo(page, "/sea?at=50.9,1.4,9");
  assert.ok([200, 204].includes((await asked).status()));
  await attribution(page).filter({ hasText: "Coast: Lantern <b>Survey</b>" }).waitFor({ state: "attached" });
  await picture(page, "sea-coast");

  await goTo(page, "/sea?view=lists");
  await panel.getByRole("button", { name: "Remove the coast" }).click();
  await panel.getByText("Maps draw Natural Earth").waitFor();
  assert.deepEqual(page.faults, []);
  assert.deepEqual(page.outside, []);
  await page.context().close();
}, 120);

const attribution = (page) => page.locator(".maplibregl-ctrl-attrib-inner");

async function fetchTile(page, path) {
  const answer = await page.request.get(`${BASE}/api/v1${path}`);
  assert.equal(answer.status(), 200, path);
  return new VectorTile(new PbfReader(await answer.body()));
}

function features(layer) {
  return layer ? Array.from({ length: layer.length }, (_, at) => layer.feature(at)) : [];
}
