// Who works with whom: the explorer, the roles and the planner, on the exercise.

import assert from "node:assert/strict";

import { checkAccessibility } from "./support/axe.mjs";
import { ask, goTo, HAND, picture, settled, somebody, visit } from "./support/browser.mjs";
import { test } from "./support/harness.mjs";

const nodes = (page) => page.locator("svg .node").count();

for (const theme of ["dark", "light"]) {
  test(`network: every view is accessible, ${theme}`, async () => {
    const page = await visit(await somebody("analyst"), { theme });
    for (const [name, path, there] of [
      ["explore", "/network", "svg .node"],
      ["roles", "/network?view=roles", ".stages"],
      ["plan", "/network?view=plan", "form.terms"],
    ]) {
      await goTo(page, path);
      await page.waitForSelector(there);
      await picture(page, `network-${name}-${theme}`);
      await checkAccessibility(page, `network ${name}`);
    }
    assert.deepEqual(page.faults, []);
    assert.deepEqual(page.outside, []);
    await page.context().close();
  });
}

test("network: the chart grows, hides, and takes back", async () => {
  const page = await visit(await somebody("analyst"));
  await goTo(page, "/network");
  await page.waitForSelector("svg .node");
  const before = await nodes(page);
  await page.locator("table tbody tr").first().click();
  await page.getByRole("button", { name: /^Expand all/ }).click();
  await page.waitForFunction((count) => document.querySelectorAll("svg .node").length > count, before);
  await page.keyboard.press("z");
  await page.waitForFunction((count) => document.querySelectorAll("svg .node").length === count, before);
  await page.locator("table tbody tr").first().click();
  await page.keyboard.press("x");
  await page.waitForFunction((count) => document.querySelectorAll("svg .node").length === count - 1, before);
  await page.keyboard.press("z");
  await page.waitForFunction((count) => document.querySelectorAll("svg .node").length === count, before);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("network: a chart is saved under a label and opened again", async () => {
  const page = await visit(await somebody("analyst"));
  await goTo(page, "/network?kind=person");
  await page.waitForSelector("svg .node");
  await page.getByRole("button", { name: "Charts" }).click();
  await page.getByLabel("Save what is on the chart as").fill("Night side");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("button", { name: "Night side" }).first().click();
  await page.waitForSelector("[role=dialog]", { state: "detached" });
  const { body } = await ask(page, "/network/charts");
  assert.ok(body.some((chart) => chart.name === "Night side" && chart.label.originator));
  assert.ok((await nodes(page)) > 0);
  await page.context().close();
});

test("network: a plan comes with its proof and never names anybody in danger", async () => {
  const page = await visit(await somebody("analyst"));
  await goTo(page, "/network?view=plan");
  await page.locator("form.terms button[type=submit]").click();
  await page.waitForSelector("#plan-head", { timeout: 60_000 });
  await page.waitForSelector("#after");
  assert.match(await page.locator(".words").innerText(), /^Proved/);
  await checkAccessibility(page, "a plan");
  await picture(page, "network-planned");
  const named = await page.locator("[aria-label=Removals] tbody tr").count();
  assert.ok(named > 0);
  const before = await page.locator("#plan-head").innerText();
  await page.getByRole("button", { name: "Never" }).first().click();
  const dialog = page.getByRole("dialog", { name: /^Never remove/ });
  await dialog.getByLabel("Reason").fill("a partner's operation");
  await dialog.getByRole("button", { name: "Never remove" }).click();
  await page.waitForFunction(() => document.querySelectorAll("form.terms .kept").length === 1);
  await page.waitForSelector("form.terms button[type=submit]", { timeout: 60_000 });
  assert.ok((await page.locator("#plan-head").innerText()).length > 0 && before.length > 0);
  assert.deepEqual(page.faults, []);
  await page.context().close();
}, 120);

test("network: on a narrow screen nothing runs out of the page", async () => {
  const page = await visit(await somebody("analyst"), { size: HAND });
  for (const path of ["/network", "/network?view=roles", "/network?view=plan"]) {
    await goTo(page, path);
    await settled(page);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(wide <= 0, `${path} is ${wide} px too wide`);
  }
  await page.context().close();
});
