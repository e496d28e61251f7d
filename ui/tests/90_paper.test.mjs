// What leaves as a printed document, a network that comes in, and charts that keep their filters and their day.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

import { ask, goTo, somebody, visit } from "./support/browser.mjs";
import { test } from "./support/harness.mjs";

async function exported(page, name) {
  await page.getByRole("button", { name: "Export" }).first().click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: new RegExp(`^${name}`) }).click(),
  ]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

test("paper: a chart and a record leave as PDF", async () => {
  const page = await visit(await somebody("analyst"));
  await goTo(page, "/network");
  await page.waitForSelector("svg .node");
  const chart = await exported(page, "PDF");
  assert.match(chart.name, /^chart-[0-9a-f]{12}\.pdf$/);
  assert.equal(chart.bytes.subarray(0, 5).toString(), "%PDF-");
  const { body } = await ask(page, "/search?q=a&limit=20");
  const person = body.hits.find(({ entity }) => entity.schema === "Person").entity;
  await goTo(page, `/entities/${person.id}`);
  const button = page.getByRole("button", { name: "PDF" });
  await button.waitFor();
  const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
  assert.match(download.suggestedFilename(), /^dossier-[0-9a-f]{12}\.pdf$/);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("paper: a network comes in, is planned on, and the briefing leaves as PDF", async () => {
  const page = await visit(await somebody("analyst"));
  await goTo(page, "/import");
  const rings = ["Oskel", "Olvand"].flatMap((ring) => [
    ...Array.from({ length: 6 }, (_, at) => `"${ring} ${at}"\t"${ring} ${(at + 1) % 6}"`),
    `"${ring} 0"\t"Hemin Rawandi"`,
  ]);
  const file = { name: "rings.csv", mimeType: "text/csv", buffer: Buffer.from(`${rings.join("\n")}\n`) };
  await page.locator("input[type=file]").setInputFiles(file);
  await page.getByLabel(/A network: an edge list/).check();
  await page.getByRole("button", { name: "Bring it in" }).click();
  await page.locator("[role=status]").filter({ hasText: "new statements" }).waitFor();
  await goTo(page, "/network?view=plan");
  await page.getByLabel(/may name persons whom no statement/).check();
  await page.locator("form.terms button[type=submit]").click();
  await page.waitForSelector("#plan-head", { timeout: 60_000 });
  const briefing = await exported(page, "PDF");
  assert.match(briefing.name, /^briefing-[0-9a-f]{12}\.pdf$/);
  assert.equal(briefing.bytes.subarray(0, 5).toString(), "%PDF-");
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("paper: filters keep their layouts, and a saved chart its filters", async () => {
  const page = await visit(await somebody("analyst"));
  await goTo(page, "/network?kind=person");
  await page.waitForSelector("svg .node");
  await page.locator("table tbody tr").first().click();
  await page.keyboard.press("x");
  const hidden = page.getByRole("button", { name: "Show 1 hidden" });
  await hidden.waitFor();
  await page.getByRole("button", { name: "Charts" }).click();
  await page.getByLabel("Save what is on the chart as").fill("Persons, one hidden");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("button", { name: "Persons, one hidden" }).first().waitFor();
  await page.reload();
  await hidden.waitFor();
  await goTo(page, "/network");
  await page.waitForSelector("svg .node");
  await page.getByRole("button", { name: "Charts" }).click();
  await page.getByRole("button", { name: "Persons, one hidden" }).first().click();
  await hidden.waitFor();
  assert.match(page.url(), /kind=person/);
  await page.context().close();
});
