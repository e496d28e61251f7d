// Every page, dark and wide and light and narrow: accessible, without a fault, and a picture of it.

import assert from "node:assert/strict";

import { checkAccessibility } from "./support/axe.mjs";
import { DESK, goTo, HAND, picture, settled, somebody, visit } from "./support/browser.mjs";
import { test } from "./support/harness.mjs";
import { openReport, recordPath, reportPath, wellKnownPerson } from "./support/things.mjs";

const PLAIN = {
  leads: "/",
  "search-empty": "/search",
  reports: "/reports",
  "new-report": "/reports/new",
  tables: "/import",
  reviews: "/reviews",
  about: "/about",
  tokens: "/tokens",
  "not-there": "/entities/nobody-at-all",
};

// Colours do not depend on the width, nor widths on the colours: two of the four are enough.
for (const [theme, width, size] of [["dark", "wide", DESK], ["light", "narrow", HAND]]) {
  test(`pages: all, ${theme}, ${width}`, () => lookAtAll(theme, width, size), 240);
  test(`pages: log, ${theme}, ${width}`, () => lookAtLog(theme, width, size));
  test(`pages: log in, ${theme}, ${width}`, () => lookAtLogIn(theme, width, size));
}

async function lookAtAll(theme, width, size) {
  const page = await visit(await somebody("analyst"), { theme, size });
  const person = await wellKnownPerson(page);
  const report = await openReport(page);
  const record = recordPath(person.id);
  const paths = {
    ...PLAIN,
    search: `/search?q=${encodeURIComponent(person.caption.split(" ").at(-1))}`,
    record: `${record}?s=${person.statements[0].id}`,
    history: `${record}?history=1`,
    timeline: `${record}?view=timeline`,
    map: `${record}?view=map`,
    network: `${record}?view=network`,
    report: reportPath(report.meta.id),
  };
  const wrong = [];
  for (const [name, path] of Object.entries(paths)) {
    await goTo(page, path);
    await drawn(page, name);
    await picture(page, `${name}-${theme}-${width}`);
    const note = (error) => wrong.push(error.message);
    await fits(page, name).catch(note);
    await checkAccessibility(page, name).catch(note);
  }
  if (wrong.length) throw new Error(wrong.join("\n"));
  faultless(page);
  await page.context().close();
}

async function lookAtLog(theme, width, size) {
  const page = await visit(await somebody("oversight"), { theme, size });
  await goTo(page, "/log");
  await page.getByRole("button", { name: /^Verify/ }).click();
  await page.getByText("is in the log of").waitFor();
  await fits(page, "log");
  await checkAccessibility(page, `log, ${theme}, ${width}`);
  await picture(page, `log-${theme}-${width}`);
  faultless(page);
  await page.context().close();
}

async function lookAtLogIn(theme, width, size) {
  const page = await visit(undefined, { theme, size });
  await goTo(page, "/");
  await page.getByRole("heading", { name: "The exercise: pick a person" }).waitFor();
  await fits(page, "log in");
  await checkAccessibility(page, `log in, ${theme}, ${width}`);
  await picture(page, `log-in-${theme}-${width}`);
  faultless(page);
  await page.context().close();
}

/** Waits for what is drawn on a canvas. */
async function drawn(page, name) {
  await settled(page);
  const empty = page.getByText(/^No (place|neighbour)|^Nothing here has a date/);
  if (name === "map") await page.locator(".map-place").first().or(empty).first().waitFor();
  if (name === "network") await page.locator(".stage canvas").first().or(empty).first().waitFor();
}

/** Nothing sticks out to the side: no page scrolls sideways. */
async function fits(page, name) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(over <= 0, `${name} is ${over} px too wide`);
}

function faultless(page) {
  assert.deepEqual(page.faults, [], "the browser reported faults");
  assert.deepEqual(page.outside, [], "requests left the host");
}
