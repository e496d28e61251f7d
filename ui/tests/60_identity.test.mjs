// Who is who: from a proposal to a merge to its undoing, by keys.

import assert from "node:assert/strict";

import { checkAccessibility } from "./support/axe.mjs";
import { ask, goTo, picture, settled, somebody, visit } from "./support/browser.mjs";
import { test } from "./support/harness.mjs";

const analyst = await somebody("analyst");

const clusterPath = (id) => `/identity/clusters/${encodeURIComponent(id)}`;

/** The first proposal for which one person is enough. */
async function firstOpen(page) {
  const { body } = await ask(page, "/identity/queue?limit=20");
  const found = body.proposals.find((proposal) => !proposal.second_opinion && !proposal.awaits);
  assert.ok(found, "the exercise proposes nobody");
  return found;
}

test("identity: a proposal shows both sides, the aligned names and every term; s joins, z parts", async () => {
  const page = await visit(analyst);
  const { left, right } = await firstOpen(page);
  await goTo(page, `/identity?left=${encodeURIComponent(left.id)}&right=${encodeURIComponent(right.id)}`);
  await page.getByRole("table", { name: "What is said of both" }).waitFor();
  const terms = page.getByRole("table", { name: "Evidence, term by term" }).locator("tbody tr");
  assert.ok((await terms.count()) >= 2, "no terms");
  await checkAccessibility(page, "identity queue");
  await picture(page, "identity-1-pair");

  await page.keyboard.press("d");
  await page.getByText("Say why they are different").first().waitFor();
  await page.keyboard.press("Escape");

  const known = (await ask(page, clusterPath(left.id))).body.members.length;
  await page.keyboard.press("s");
  await page.getByText("Recorded: same").waitFor();
  const joined = (await ask(page, clusterPath(left.id))).body;
  assert.ok(joined.members.length > known, "nobody was joined");
  assert.equal(joined.judgements[0].verdict, "same");
  assert.ok(joined.judgements[0].evidence.length > 0, "the judgement rests on nothing");

  await page.getByRole("button", { name: /Take back/ }).waitFor();
  await page.keyboard.press("z");
  await page.getByText("Taken back: same").waitFor();
  const parted = (await ask(page, clusterPath(left.id))).body;
  assert.equal(parted.members.length, known);
  assert.equal(parted.judgements[0].state, "taken-back");
  assert.deepEqual(page.faults, []);
  await page.context().close();
}, 120);

test("identity: a cluster shows who said what, and a record is split off by x with a reason", async () => {
  const page = await visit(analyst);
  const { left, right } = await firstOpen(page);
  await goTo(page, `/identity?left=${encodeURIComponent(left.id)}&right=${encodeURIComponent(right.id)}`);
  await page.getByRole("table", { name: "What is said of both" }).waitFor();
  await page.keyboard.press("s");
  await page.getByText("Recorded: same").waitFor();
  await goTo(page, `/identity/${encodeURIComponent(left.id)}`);
  const records = page.getByRole("region", { name: /^Record / });
  assert.ok((await records.count()) >= 2);
  await checkAccessibility(page, "identity cluster");
  await picture(page, "identity-2-cluster");
  await goTo(page, `/entities/${encodeURIComponent(left.id)}`);
  await page.getByRole("link", { name: "Also recorded as" }).waitFor();
  await goTo(page, `/identity/${encodeURIComponent(left.id)}`);
  await page.keyboard.press("x");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Reason").fill("two men with one name, says the test");
  await dialog.getByRole("button", { name: "Record" }).click();
  await page.getByText("Recorded; the history keeps both").waitFor();
  await settled(page);
  const { body } = await ask(page, clusterPath(left.id));
  assert.ok(body.judgements.some((judgement) => judgement.state === "taken-back"));
  assert.deepEqual(page.faults, []);
  await page.context().close();
}, 120);
