// The story of the exercise, from a report to the log, as its people would live it.

import assert from "node:assert/strict";

import { checkAccessibility } from "./support/axe.mjs";
import { ask, BASE, everybody, goTo, picture, settled, somebody, visit } from "./support/browser.mjs";
import { test } from "./support/harness.mjs";
import { inventedSurname, protectedPerson, recordPath, wellKnownPerson } from "./support/things.mjs";

const surname = inventedSurname();
const NAME = `Tarvand ${surname}`;
const ALIAS = `Abu ${surname}`;
const TEXT =
  `${NAME}, also known as ${ALIAS}, aged 34, an Iraqi national, was arrested in Dover on 12 March 2026.\n\n` +
  "He was charged with facilitation. His telephone is +33 6 39 98 00 42.";

const story = { analyst: await somebody("analyst") };

test("story: an analyst logs in, states why, enters a report and sees it marked", async () => {
  const page = await visit();
  await goTo(page, "/");
  await page.getByRole("button", { name: new RegExp(story.analyst.name) }).click();
  await page.getByLabel("Justification").fill("Follows up the harbour report");
  await page.getByRole("button", { name: "Log in" }).click();
  await page.getByRole("heading", { name: "Leads" }).waitFor();
  await page.keyboard.press("n");
  await page.getByLabel("Title").fill(`Arrest at the harbour (${surname})`);
  await page.getByLabel("Text", { exact: true }).fill(TEXT);
  await page.reload();
  assert.equal(await page.getByLabel("Text", { exact: true }).inputValue(), TEXT, "a reload lost the draft");
  await page.getByRole("button", { name: "Enter the report" }).click();
  await page.waitForURL(/\/reports\/(?!new)/);
  await settled(page);
  story.report = new URL(page.url()).pathname;
  const text = page.getByRole("document", { name: "Text of the report" });
  for (const marked of [surname, "+33 6 39 98 00 42", "12 March 2026"]) {
    await text.getByRole("button", { name: new RegExp(marked.replace("+", "\\+")) }).first().waitFor();
  }
  await picture(page, "story-1-marked");
  await page.context().close();
}, 90);

test("story: the analyst confirms what is right with one key each, and it becomes statements", async () => {
  const page = await visit(story.analyst);
  await goTo(page, story.report);
  const { body: before } = await ask(page, story.report);
  const findings = before.findings.map((finding) => finding.kind);
  assert.ok(findings.includes("person") && findings.includes("arrest"), `found only ${findings}`);
  const queue = page.getByRole("complementary", { name: "Proposals" });
  const left = () => queue.getByText(/of \d+ decided/).textContent();
  const total = Number((await left()).match(/of (\d+)/)[1]);
  for (let n = 0; n < total; n += 1) await page.keyboard.press("c");
  await page.getByRole("button", { name: new RegExp(`^Record ${total} decision`) }).waitFor();
  await picture(page, "story-2-decided");
  await page.keyboard.press("s");
  await page.getByText(/decisions? recorded/).waitFor();
  await page.getByRole("heading", { name: /^Recorded from this report/ }).waitFor();
  const { body: after } = await ask(page, story.report);
  const values = after.statements.map((statement) => statement.value);
  assert.ok(values.includes(NAME) && values.includes(ALIAS), `recorded only ${values.join("; ")}`);
  await picture(page, "story-3-recorded");
  await page.context().close();
}, 90);

test("story: searching the alias, spelt nearly so, finds the person and says why", async () => {
  const page = await visit(story.analyst);
  await goTo(page, "/search");
  await page.getByRole("searchbox").fill(ALIAS.slice(0, -1));
  const hit = page.locator(".results a[href*='/entities/']").filter({ hasText: NAME }).first();
  await hit.waitFor();
  assert.match(await hit.textContent(), /begins so|spelt nearly so|has the words|exactly/);
  await picture(page, "story-4-found");
  await hit.click();
  await page.getByRole("heading", { level: 1, name: NAME }).waitFor();
  story.person = decodeURIComponent(new URL(page.url()).pathname.split("/").at(-1));
  const { body: record } = await ask(page, recordPath(story.person));
  await page.keyboard.press("e");
  await page.waitForFunction((n) => document.querySelectorAll("table.statements tbody tr").length === n, record.statements.length);
  for (const row of await page.locator("table.statements tbody tr").all()) {
    assert.match(await row.locator(".grade").first().textContent(), /[0-9A-FX]{2}/, "a statement without its grade");
    assert.ok(await row.locator(".source a").getAttribute("href"), "a statement without its source");
    assert.match(await row.locator(".handling").first().textContent(), /CLEAR|GREEN|AMBER|RED/, "a statement without handling");
  }
  await picture(page, "story-5-record");
  await page.locator("table.statements .source a").first().click();
  await page.waitForURL(/\/reports\//);
  await page.locator(".lit").first().waitFor();
  await page.context().close();
}, 90);

test("story: the record's timeline, map and network show the same, each with a table", async () => {
  const page = await visit(story.analyst);
  const known = await wellKnownPerson(page, story.analyst.agency);
  await goTo(page, `${recordPath(known.id)}?view=network`);
  const { body: graph } = await ask(page, `${recordPath(known.id)}/neighbours`);
  assert.ok(graph.edges.length > 0, "the best known person has no neighbour");
  await page.locator(".stage canvas").first().waitFor();
  assert.equal(await page.getByRole("grid", { name: "Links" }).locator("tbody tr").count(), graph.edges.length);
  await page.keyboard.press("2");
  await page.locator(".timeline li").first().waitFor();
  await page.keyboard.press("3");
  await page.locator(".map-place").first().waitFor({ timeout: 40_000 });
  await page.context().close();
}, 90);

test("story: the same address differs by who looks, exactly by what each may see", async () => {
  const page = await visit(story.analyst, { fresh: true });
  const record = await wellKnownPerson(page, story.analyst.agency);
  const viewers = [
    story.analyst,
    await somebody("analyst", story.analyst.agency),
    await somebody("watch-officer"),
    await somebody("oversight"),
  ];
  await goTo(page, `${recordPath(record.id)}?all=1`);
  const counts = [];
  for (const viewer of viewers) {
    if (viewer !== viewers[0]) await switchTo(page, viewer);
    const { status, body } = await ask(page, recordPath(record.id));
    if (status === 200) await page.locator("table.statements").waitFor();
    else await page.getByRole("alert").waitFor();
    await settled(page);
    const held = status === 200 ? body.statements.filter((one) => !one.superseded_by && one.standing !== "retracts").length : 0;
    await page.waitForFunction((n) => document.querySelectorAll("table.statements tbody tr").length === n, held);
    counts.push(held);
    await picture(page, `story-6-seen-by-${viewer.role}-${viewer.agency}`);
  }
  assert.ok(new Set(counts).size > 1, `everybody sees as many statements: ${counts}`);
  await page.context().close();
}, 120);

test("story: a protected person is a pseudonym with a shield to the analyst", async () => {
  const page = await visit(story.analyst);
  const id = await protectedPerson(page);
  await goTo(page, recordPath(id));
  const name = page.getByRole("heading", { level: 1 });
  assert.match(await name.textContent(), /protected person:.*Protected [0-9a-f]{4}/);
  const { body } = await ask(page, recordPath(id));
  const names = body.statements.filter((statement) => statement.property === "name" || statement.property === "alias");
  assert.deepEqual(names, [], "a name of a protected person got out");
  await picture(page, "story-8-protected");
  await page.context().close();
}, 90);

test("story: a table comes in by a mapping that is seen before anything is recorded", async () => {
  const page = await visit(story.analyst);
  await goTo(page, "/import");
  const table = `Ref;Full name;Alias;DOB\n1;Mirel ${surname};Captain ${surname};1981-04-02\n2;Sela ${surname};;1990\n`;
  await page.locator("input[type=file]").first().setInputFiles({ name: `crew-${surname}.csv`, mimeType: "text/csv", buffer: Buffer.from(table) });
  await page.getByLabel("Property of Full name").waitFor();
  assert.equal(await page.getByLabel("Property of Alias").inputValue(), "alias");
  await page.getByRole("button", { name: "Preview" }).click();
  await page.getByRole("heading", { name: /Would make of the first rows: 2 records/ }).waitFor();
  await checkAccessibility(page, "tables with a preview");
  await picture(page, "story-9-table");
  await page.getByRole("button", { name: "Bring it in" }).click();
  await page.getByText(/new statements/).waitFor();
  await goTo(page, `/search?q=${encodeURIComponent(`Captain ${surname}`)}`);
  await page.locator(".results a").filter({ hasText: `Mirel ${surname}` }).first().waitFor();
  await page.context().close();
}, 90);

test("story: the oversight officer sees who looked at what, and the log proves it", async () => {
  const page = await visit(await somebody("oversight"));
  await goTo(page, `/log?actor=${encodeURIComponent(story.analyst.user)}`);
  const lines = page.locator("table tbody tr");
  await lines.filter({ hasText: "consultation" }).first().waitFor();
  const { body: log } = await ask(page, `/log?limit=200&actor=${encodeURIComponent(story.analyst.user)}`);
  assert.ok(log.leaves.some((leaf) => leaf.objects.includes(story.person)), "the log does not say who was looked at");
  await lines.filter({ hasText: "browser test" }).first().waitFor();
  await page.keyboard.press("v");
  await page.getByText(/is in the log of .* exactly as shown/).waitFor();
  await picture(page, "story-7-log");
  await page.reload();
  await page.getByText(/Only grew since this browser last looked|Unchanged since this browser last looked/).waitFor();
  await page.context().close();
}, 90);

test("story: an altered line does not verify", async () => {
  const page = await visit(await somebody("oversight"));
  await page.route(`${BASE}/api/v1/log?*`, async (route) => {
    const answer = await route.fetch();
    const log = await answer.json();
    log.leaves[0].leaf = log.leaves[0].leaf.replace(/"justification":"/, '"justification":"not ');
    await route.fulfill({ response: answer, json: log });
  });
  await goTo(page, "/log");
  await page.keyboard.press("v");
  await page.getByText("it was altered").waitFor();
  await page.context().close();
});

test("story: whoever logs out leaves no draft behind", async () => {
  const people = await everybody();
  const page = await visit(people.find((person) => person.role === "coordinator") ?? story.analyst, { fresh: true });
  await goTo(page, "/reports/new");
  await page.getByLabel("Title").fill("half a thought");
  await page.getByRole("button", { name: /^Seen as/ }).click();
  await page.getByRole("menuitem", { name: /Log out/ }).click();
  await page.getByRole("button", { name: "Log in" }).waitFor();
  const left = await page.evaluate(() => Object.values(sessionStorage).join());
  assert.ok(!left.includes("half a thought"), "a draft outlived the session");
  await page.context().close();
});

/** The same address as another person, by the menu. */
async function switchTo(page, person) {
  await page.getByRole("button", { name: /^Seen as/ }).click();
  await page.getByRole("menuitem", { name: new RegExp(person.name) }).click();
  await page.getByRole("button", { name: new RegExp(`^Seen as ${person.name}`) }).waitFor();
}
