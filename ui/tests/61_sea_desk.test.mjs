// The sea's desk: the past, zones and lists, handing over and recording an alert; on both screens.

import assert from "node:assert/strict";

import { checkAccessibility } from "./support/axe.mjs";
import { ask, goTo, HAND, picture, somebody, visit } from "./support/browser.mjs";
import { test } from "./support/harness.mjs";

const ZONE = {
  type: "FeatureCollection",
  features: [
    {
      type: "Feature",
      properties: { kind: "zone", name: "Heron ground", watched: "Mon-Sun 00:00-24:00" },
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

test("sea: the past is played, by day and in night colours", async () => {
  const page = await visit(await somebody("watch-officer"), { theme: "light" });
  await goTo(page, "/sea");
  await page.locator(".map canvas").waitFor();
  await page.keyboard.press("t");
  const bar = page.getByRole("group", { name: "The past" });
  await bar.getByText(/a position every \d+ s at most/).waitFor();
  const moment = bar.locator("time");
  const before = await moment.textContent();
  await page.keyboard.press("p");
  await bar.getByRole("button", { name: "Pause" }).waitFor();
  await moment.filter({ hasNotText: before }).waitFor();
  await page.keyboard.press("p");
  await bar.getByRole("button", { name: "Play" }).waitFor();
  await picture(page, "sea-past");
  await checkAccessibility(page, "sea, past");
  await page.keyboard.press("b");
  await picture(page, "sea-past-night");
  // Whatever was painted by day is painted anew: the map is dark, and nothing in it is blue.
  const night = await colours(page.locator(".map canvas"));
  assert.ok(night.brightness < 40, `the map's mean brightness is ${night.brightness} of 255`);
  assert.equal(night.blue, 0, "pixels of the map that are blue at night");
  await checkAccessibility(page, "sea, past at night");
  await page.keyboard.press("b");
  await page.keyboard.press("t");
  await bar.waitFor({ state: "detached" });
  assert.deepEqual(page.faults, []);
  await page.context().close();
}, 120);

test("sea: zones of one agency are put, drawn for it and for nobody else, and removed", async () => {
  const officer = await somebody("watch-officer");
  const page = await visit(officer);
  await goTo(page, "/sea?view=lists");
  await page.getByRole("heading", { name: "Registers, watch lists and own zones" }).waitFor();
  const form = page.locator("form", { has: page.getByRole("heading", { name: "Add or replace a list" }) });
  await form.getByLabel("What for").selectOption("zones");
  const file = { name: "zones.geojson", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(ZONE)) };
  await form.locator("input[type=file]").setInputFiles(file);
  await form.getByLabel("Short name").fill("heron");
  await form.getByLabel("Title").fill("Heron");
  await form.getByRole("button", { name: "Put this list" }).click();
  const row = page.getByRole("listitem").filter({ hasText: "Heron" });
  await row.getByText("own zones, 1 zone").waitFor();
  await picture(page, "sea-lists");
  await checkAccessibility(page, "sea, lists");

  await goTo(page, "/sea");
  await page.locator(".sea-place", { hasText: "Heron ground" }).waitFor({ state: "attached" });
  const named = async (one) => {
    const { body } = await ask(one, "/sea/zones");
    return body.features.filter(({ properties }) => properties.name === "Heron ground").map(({ properties }) => properties.list);
  };
  assert.deepEqual(await named(page), [`${officer.agency}-heron`]);
  const other = await visit(await somebody("analyst", officer.agency));
  assert.deepEqual(await named(other), []);
  await other.context().close();

  await goTo(page, "/sea?view=lists");
  await row.getByRole("button", { name: "Remove" }).click();
  await row.waitFor({ state: "detached" });
  assert.deepEqual(page.faults, []);
  await page.context().close();
}, 120);

test("sea: an alert is shared, and recorded in the ledger", async () => {
  const page = await visit(await somebody("watch-officer"));
  await goTo(page, "/sea");
  const alert = await freshAlert(page);
  await goTo(page, `/sea?alert=${alert.id}&mmsi=${alert.mmsi}`);
  const acknowledge = page.getByRole("button", { name: /^Acknowledge/ });
  await acknowledge.waitFor();
  await page.keyboard.press("a");
  await acknowledge.waitFor({ state: "detached" });
  await page.keyboard.press("h");
  await page.getByLabel("Or share it with all who are").selectOption({ index: 1 });
  await page.getByText("Shared with").waitFor();
  await page.keyboard.press("r");
  const form = page.getByRole("form", { name: "Record in the ledger" });
  await form.waitFor();
  await picture(page, "sea-record");
  await checkAccessibility(page, "sea, recording");
  await form.getByLabel("Who may see it").selectOption("another");
  await form.getByLabel("Permissible actions").selectOption("red");
  await picture(page, "sea-record-label");
  await checkAccessibility(page, "sea, recording under another label");
  await form.getByRole("button", { name: "Record it" }).click();
  const report = page.getByRole("link", { name: "Report in the ledger" });
  await report.click();
  await page.waitForURL(/\/reports\//);
  const { body } = await ask(page, new URL(page.url()).pathname);
  assert.equal(body.meta.label.pap, "red");
  assert.deepEqual(page.faults, []);
  await page.context().close();
}, 120);

for (const theme of ["dark", "light"]) {
  test(`sea: on a narrow screen, ${theme}`, async () => {
    const page = await visit(await somebody("watch-officer"), { size: HAND, theme });
    for (const [name, path] of [["map", "/sea"], ["past", "/sea"], ["lists", "/sea?view=lists"], ["alerts", "/sea?view=table"]]) {
      await goTo(page, path);
      if (name === "past") {
        await page.locator(".map canvas").waitFor();
        await page.keyboard.press("t");
        await page.getByText(/a position every \d+ s at most/).waitFor();
      }
      await picture(page, `sea-narrow-${theme}-${name}`);
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(wider <= 0, `${name} is ${wider} px wider than the screen`);
      await checkAccessibility(page, `sea, narrow, ${theme}, ${name}`);
    }
    assert.deepEqual(page.faults, []);
    await page.context().close();
  }, 120);
}

/** The mean brightness of what is drawn, and how many of its pixels are more blue than red. */
async function colours(drawn) {
  const png = (await drawn.screenshot()).toString("base64");
  return drawn.page().evaluate(async (png) => {
    const bytes = Uint8Array.from(atob(png), (one) => one.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    let [sum, blue] = [0, 0];
    for (let at = 0; at < data.length; at += 4) {
      sum += (data[at] + data[at + 1] + data[at + 2]) / 3;
      blue += Number(data[at + 2] > data[at] + 24);
    }
    return { brightness: (sum * 4) / data.length, blue };
  }, png);
}

/** An alert that nobody has seen, with its evidence. */
async function freshAlert(page) {
  for (let tries = 0; tries < 60; tries++) {
    const { body } = await ask(page, "/sea/alerts");
    const found = body.alerts.find((it) => it.state === "new" && it.severity === "attention" && it.evidence);
    if (found) return found;
    await page.waitForResponse((answer) => answer.url().includes("/sea/picture"));
  }
  throw new Error("the exercise gives no alert");
}
