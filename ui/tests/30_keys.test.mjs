// The keyboard alone: palette, going, searching, moving, verdicts, undo, drafts.

import assert from "node:assert/strict";

import { goTo, picture, settled, somebody, visit } from "./support/browser.mjs";
import { test } from "./support/harness.mjs";
import { openReport, recordPath, reportPath, wellKnownPerson } from "./support/things.mjs";

const at = (page, pattern) => page.waitForURL((url) => pattern.test(url.pathname + url.search));

test("keys: g and a letter go to each page", async () => {
  const page = await visit(await somebody("analyst"));
  await goTo(page, "/");
  for (const [key, path] of [["r", /^\/reports$/], ["v", /^\/reviews$/], ["t", /^\/import$/], ["a", /^\/about$/], ["h", /^\/$/]]) {
    await page.keyboard.press("g");
    await page.keyboard.press(key);
    await at(page, path);
    await settled(page);
  }
  await page.context().close();
});

test("keys: / searches from anywhere, j k and Enter open a result", async () => {
  const page = await visit(await somebody("analyst"));
  const person = await wellKnownPerson(page);
  await goTo(page, "/reviews");
  await page.keyboard.press("/");
  await at(page, /^\/search/);
  await page.getByRole("searchbox").fill(person.caption);
  await page.getByRole("region", { name: "Results" }).getByRole("link").first().waitFor();
  await page.keyboard.press("Enter");
  await at(page, /^\/entities\//);
  await page.context().close();
});

test("keys: the palette finds commands and records, ? shows the map of keys", async () => {
  const page = await visit(await somebody("analyst"));
  const person = await wellKnownPerson(page);
  await goTo(page, "/");
  await page.keyboard.press("Control+k");
  await page.getByPlaceholder("A name, a number, a command").fill(person.caption);
  await page.getByRole("option").filter({ hasText: person.caption }).first().waitFor();
  await picture(page, "palette-dark-wide");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await page.getByPlaceholder("A name, a number, a command").fill("go to reports");
  await page.getByRole("option", { name: /Go to Reports/ }).click();
  await at(page, /^\/reports$/);
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keys" }).waitFor();
  await picture(page, "keys-dark-wide");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.context().close();
});

test("keys: on a record j and k choose statements, 1 to 4 switch views, the address keeps both", async () => {
  const page = await visit(await somebody("analyst"));
  const person = await wellKnownPerson(page);
  await goTo(page, recordPath(person.id));
  await page.keyboard.press("j");
  await at(page, /[?&]s=[0-9a-f]{40}/);
  await page.getByRole("complementary", { name: "Chosen statement" }).getByRole("heading", { name: "Handling" }).waitFor();
  await page.keyboard.press("2");
  await at(page, /view=timeline/);
  await page.keyboard.press("3");
  await at(page, /view=map/);
  await page.keyboard.press("4");
  await at(page, /view=network/);
  await page.keyboard.press("1");
  await page.waitForURL((url) => !url.searchParams.has("view"));
  assert.ok(new URL(page.url()).searchParams.get("s"), "the chosen statement was lost");
  await page.context().close();
});

test("keys: verdicts by c and x, z takes back, a reload loses nothing, logging out forgets", async () => {
  const page = await visit(await somebody("analyst"));
  const report = await openReport(page);
  await goTo(page, reportPath(report.meta.id));
  const record = page.getByRole("button", { name: /^Record \d/ });
  await page.keyboard.press("x");
  await page.getByRole("group", { name: "Why it is dismissed" }).waitFor();
  await page.keyboard.press("3");
  await page.getByRole("button", { name: "Record 1 decision" }).waitFor();
  await page.reload();
  await page.getByRole("button", { name: "Record 1 decision" }).waitFor();
  await page.keyboard.press("z");
  await record.waitFor({ state: "detached" });
  const kept = () => page.evaluate(() => Object.keys(sessionStorage).filter((name) => name.includes("draft")).length);
  assert.ok((await kept()) > 0, "no draft was kept");
  await page.context().close();
});

test("keys: the tab key reaches the main view past a skip link", async () => {
  const page = await visit(await somebody("analyst"));
  await goTo(page, "/reports");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Skip to the main view");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement?.id), "main");
  await page.context().close();
});
