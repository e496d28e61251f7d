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

test("identity: a name is watched for in any script, told, seen and ended", async () => {
  const page = await visit(analyst);
  await goTo(page, "/identity?view=watches");
  await page.getByLabel("Name, in any script").fill("کاروان زیارمل");
  await page.getByLabel("What for").fill("named by two witnesses, says the test");
  await page.getByRole("button", { name: "Watch", exact: true }).click();
  const watch = page.getByRole("listitem", { name: "Watch کاروان زیارمل" });
  await watch.waitFor();
  await watch.getByText("Nothing new since it was last looked at.").waitFor();
  await checkAccessibility(page, "identity watches");
  await picture(page, "identity-3-watches");
  // No key of the queue judges anybody from here.
  await page.keyboard.press("s");
  await watch.getByRole("button", { name: "End" }).click();
  await page.getByText("The watch has ended").waitFor();
  assert.equal(await watch.count(), 0);
  assert.deepEqual(page.faults, []);
  await page.context().close();
}, 120);

test("identity: training says what it would do, or why it cannot yet", async () => {
  const page = await visit(analyst);
  await goTo(page, "/identity?view=training");
  await page.getByText("Proposals go by the weights").waitFor();
  const { body } = await ask(page, "/identity/training");
  if (body.refused) {
    await page.getByText(body.refused).waitFor();
    assert.ok(await page.getByRole("button", { name: /^Train/ }).isDisabled());
  } else {
    const table = page.getByRole("table", { name: "Before and after on judgements held back" });
    assert.equal(await table.locator("tbody tr").count(), 2);
  }
  await checkAccessibility(page, "identity training");
  await picture(page, "identity-4-training");
  assert.deepEqual(page.faults, []);
  await page.context().close();
}, 120);

test("identity: a search finds names in other scripts among its hits and says why", async () => {
  const page = await visit(analyst);
  const { body } = await ask(page, "/search?q=a&limit=50&schema=Person");
  const spelled = body.hits.map((hit) => hit.entity.caption).find((caption) => /^\p{Script=Latin}+ \p{Script=Latin}+$/u.test(caption));
  assert.ok(spelled, "the exercise has nobody with a Latin name");
  const { body: found } = await ask(page, `/identity/find?q=${encodeURIComponent(spelled)}`);
  await goTo(page, `/search?q=${encodeURIComponent(spelled)}`);
  await page.locator("#hit-0").waitFor();
  await settled(page);
  const { body: words } = await ask(page, `/search?q=${encodeURIComponent(spelled)}&limit=50`);
  const known = new Set(words.hits.map((hit) => hit.entity.id));
  const others = found.filter((name) => !known.has(name.entity.id));
  const rows = page.getByRole("region", { name: "Results" }).getByRole("listitem");
  await page.waitForFunction((wanted) => document.querySelectorAll("[id^=hit-]").length === wanted, words.hits.length + others.length);
  assert.equal(await rows.count(), words.hits.length + others.length);
  if (others.length) await page.getByText("% the same name").first().waitFor();
  await picture(page, "identity-5-search");
  assert.deepEqual(page.faults, []);
  await page.context().close();
}, 120);
