// The sea: ships on the map and in the table, and an alert from the queue to its evidence.

import assert from "node:assert/strict";

import { checkAccessibility } from "./support/axe.mjs";
import { ask, goTo, picture, somebody, visit } from "./support/browser.mjs";
import { test } from "./support/harness.mjs";
import { load } from "./support/modules.mjs";

test("sea: a predicted place and its ellipse grow with time", async () => {
  const { predicted, distance, ellipse } = await load("lib/sea/geo.ts");
  const near = predicted([1, 50], 10, 90, 360);
  const far = predicted([1, 50], 10, 90, 3600);
  assert.ok(Math.abs(distance([1, 50], near.at) - 1852) < 5, "ten knots for six minutes are a mile");
  assert.ok(far.along > near.along && far.across > near.across);
  const ring = ellipse(near.at, 90, near.along, near.across);
  assert.ok(Math.abs(distance(near.at, ring[0]) - near.along) < 5);
});

test("sea: the map, the table and the feeds", async () => {
  const page = await visit(await somebody("watch-officer"));
  await goTo(page, "/sea");
  await page.locator(".map canvas").waitFor();
  await page.getByText(/^\d+ ships, \d+ open$/).waitFor();
  await picture(page, "sea-map");
  await checkAccessibility(page, "sea, map");
  await page.keyboard.press("2");
  await page.getByRole("row").nth(5).waitFor();
  await picture(page, "sea-table");
  await checkAccessibility(page, "sea, table");
  await page.keyboard.press("3");
  await page.getByRole("heading", { name: "How good the rules are" }).waitFor();
  await picture(page, "sea-feeds");
  await checkAccessibility(page, "sea, feeds");
  assert.deepEqual(page.faults, []);
  assert.deepEqual(page.outside, []);
  await page.context().close();
}, 120);

test("sea: an alert is seen, played again and closed with a reason", async () => {
  const page = await visit(await somebody("watch-officer"));
  await goTo(page, "/sea");
  const alert = await openAlert(page);
  await goTo(page, `/sea?alert=${alert.id}&mmsi=${alert.mmsi}`);
  const acknowledge = page.getByRole("button", { name: /^Acknowledge/ });
  await acknowledge.waitFor();
  await page.keyboard.press("a");
  await acknowledge.waitFor({ state: "detached" });
  await page.keyboard.press("e");
  await page.getByText("Played again: the same alert").waitFor();
  await picture(page, "sea-alert");
  await page.keyboard.press("c");
  await page.getByLabel("What it was").selectOption("harmless");
  await page.getByLabel("Why", { exact: true }).fill("two ships of one company, seen from the air");
  await page.getByRole("button", { name: "Close the alert" }).click();
  await page.getByText("harmless: two ships of one company").waitFor();
  const { body } = await ask(page, "/sea/alerts");
  assert.equal(body.alerts.find(({ id }) => id === alert.id).state, "closed");
  assert.deepEqual(page.faults, []);
  await page.context().close();
}, 120);

test("sea: a moment of the past lies between its fixes, and a gap is a gap", async () => {
  const { shipsAt, trackLines, GAP } = await load("lib/sea/past.ts");
  const minutes = [0, 1, 2, 40, 41];
  const vessel = {
    mmsi: 211000001,
    code: 70,
    name: "SILVER TERN",
    times: Float64Array.from(minutes, (minute) => minute * 60_000),
    lons: Float64Array.from(minutes, (minute) => 179.98 + minute * 0.01 - (minute >= 2 ? 360 : 0)),
    lats: Float64Array.from(minutes, () => 50),
  };
  const past = { step: 1000, vessels: [vessel] };
  const [between] = shipsAt(past, 90_000);
  assert.ok(Math.abs(between.lon - 179.995) < 1e-6 && Math.round(between.course) === 90, `${between.lon}`);
  const [silent] = shipsAt(past, 20 * 60_000);
  assert.equal(silent.heard, 2 * 60_000, "in a gap it stays where it was heard last");
  assert.equal(shipsAt(past, -1).length, 0);
  const gaps = trackLines(past, () => true).map(({ properties }) => properties.gap);
  assert.deepEqual(gaps, [false, true, false]);
  assert.ok(GAP < 38 * 60_000);
});

/** An alert that nobody has seen, with its evidence; the log of the exercise has several. */
async function openAlert(page) {
  for (let tries = 0; tries < 60; tries++) {
    const { body } = await ask(page, "/sea/alerts");
    const found = body.alerts.find((it) => it.state === "new" && it.severity === "attention" && it.evidence?.replays);
    if (found) return found;
    await page.waitForResponse((answer) => answer.url().includes("/sea/picture"));
  }
  throw new Error("the exercise gives no alert");
}
