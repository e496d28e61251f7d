// What people change afterwards: correct, retract, dispose; what was known then; what others see at once.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

import { checkAccessibility } from "./support/axe.mjs";
import { ask, BASE, everybody, goTo, picture, settled, somebody, visit } from "./support/browser.mjs";
import { test } from "./support/harness.mjs";
import { workbook } from "./support/workbook.mjs";
import { newPerson, openReport, recordPath, reportPath, wellKnownPerson } from "./support/things.mjs";

const rows = (page) => page.locator("table.statements tbody tr");

/** The record of a new person, with the statement of this property chosen. */
async function recordOf(page, property) {
  const person = await newPerson(page);
  const { body: record } = await ask(page, recordPath(person));
  const statement = record.statements.find((one) => one.property === property);
  await goTo(page, `${recordPath(person)}?s=${statement.id}`);
  return { person, statement };
}

test("changes: a correction takes the place, the earlier value stays in the history", async () => {
  const page = await visit(await somebody("analyst"));
  const { statement } = await recordOf(page, "name");
  await page.getByRole("button", { name: "Correct" }).click();
  const dialog = page.getByRole("dialog", { name: "Correct this statement" });
  await dialog.getByRole("textbox").first().fill(`${statement.value} Junior`);
  await dialog.getByLabel("Reason").fill("the passport says so");
  await checkAccessibility(page, "the form of a correction");
  await dialog.getByRole("button", { name: "Correct", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: `${statement.value} Junior` }).waitFor();
  await rows(page).filter({ hasText: "correction" }).first().waitFor();
  assert.equal(await rows(page).filter({ hasText: "superseded" }).count(), 0);
  await page.keyboard.press("h");
  await rows(page).filter({ hasText: "superseded" }).first().waitFor();
  await picture(page, "changes-1-corrected");
  await page.context().close();
});

test("changes: a retraction asks for its reason, and only the originator is offered one", async () => {
  const page = await visit(await somebody("analyst"));
  const { person, statement } = await recordOf(page, "age");
  await page.getByRole("button", { name: "Retract" }).click();
  const dialog = page.getByRole("dialog", { name: "Retract this statement" });
  await dialog.getByRole("button", { name: "Retract", exact: true }).click();
  assert.ok(await dialog.isVisible(), "it was retracted without a reason");
  await dialog.getByLabel("Reason").fill("the source has withdrawn it");
  await dialog.getByRole("button", { name: "Retract", exact: true }).click();
  await dialog.waitFor({ state: "detached" });
  await page.waitForFunction((id) => !document.getElementById(`s-${id}`), statement.id);
  const { body: record } = await ask(page, recordPath(person));
  assert.ok(record.statements.some((one) => one.standing === "retracts"), "nothing was retracted");
  const analyst = await somebody("analyst");
  const known = await wellKnownPerson(page);
  const foreign = known.statements.find((one) => one.label.originator !== analyst.agency);
  await goTo(page, `${recordPath(known.id)}?s=${foreign.id}`);
  await page.getByText(/^Only .* can correct or retract what it has said/).waitFor();
  assert.equal(await page.getByRole("button", { name: "Retract" }).count(), 0);
  await page.context().close();
});

test("changes: what is due is disposed of with a reason, and is gone", async () => {
  const page = await visit(await somebody("analyst"));
  const { agency } = await somebody("analyst");
  const soon = new Date(Date.now() + 20 * 86_400_000).toISOString();
  const person = await newPerson(page, { originator: agency, review: soon });
  const { body: record } = await ask(page, recordPath(person));
  await goTo(page, "/reviews");
  await page.getByLabel("How far ahead").selectOption("month");
  await page.getByRole("button", { name: `Dispose of age of ${record.caption}` }).click();
  const dialog = page.getByRole("dialog", { name: "Dispose of this statement" });
  await dialog.getByLabel("Reason").fill("no longer needed for the purpose");
  await checkAccessibility(page, "the form of a disposal");
  await picture(page, "changes-2-disposal");
  await dialog.getByRole("button", { name: "Dispose of it" }).click();
  await dialog.waitFor({ state: "detached" });
  await page.getByRole("button", { name: `Dispose of age of ${record.caption}` }).waitFor({ state: "detached" });
  const { body: after } = await ask(page, recordPath(person));
  assert.equal(after.statements.length, record.statements.length - 1);
  assert.ok(!after.statements.some((one) => one.property === "age"), "it is still there");
  await page.context().close();
});

test("changes: the slider shows what was known on a day, and leads back", async () => {
  const page = await visit(await somebody("analyst"));
  const person = await wellKnownPerson(page);
  await goTo(page, `${recordPath(person.id)}?all=1`);
  const now = await rows(page).count();
  await page.getByRole("button", { name: "When we knew" }).click();
  const slider = page.getByRole("slider", { name: "As known on" });
  const recorded = person.statements.map((one) => one.recorded_at).sort();
  const middle = Date.parse(recorded[Math.floor(recorded.length / 2)]);
  const first = Date.parse(recorded[0]);
  await slider.fill(String(Math.round(((middle - first) / (Date.now() - first)) * 1000)));
  await page.waitForURL((url) => url.searchParams.has("as_of"));
  const asOf = new URL(page.url()).searchParams.get("as_of");
  const { body: then } = await ask(page, `${recordPath(person.id)}?as_of=${asOf}`);
  const held = then.statements.filter((one) => !one.superseded_by && one.standing !== "retracts").length;
  assert.ok(held < now, "nothing was learnt since");
  await page.waitForFunction((n) => document.querySelectorAll("table.statements tbody tr").length === n, held);
  await page.getByText(/^As known on/).last().waitFor();
  await picture(page, "changes-3-as-known");
  await page.getByRole("slider", { name: "As known on" }).press("Home");
  await page.getByText(/^Nothing of this was known on/).waitFor();
  await page.getByRole("button", { name: "Back to now" }).click();
  await page.waitForFunction((n) => document.querySelectorAll("table.statements tbody tr").length === n, now);
  await page.context().close();
});

test("changes: what one person confirms appears on another's page without a reload", async () => {
  const analyst = await somebody("analyst");
  const writer = await visit(analyst);
  const person = await newPerson(writer);
  const reader = await visit(await somebody("analyst"));
  await goTo(reader, recordPath(person));
  await reader.getByTitle("Live: changes appear by themselves").waitFor();
  const { body: record } = await ask(writer, recordPath(person));
  const statement = record.statements.find((one) => one.property === "name");
  const value = `${statement.value} Elder`;
  const answer = await writer.request.post(`${BASE}/api/v1/statements/${person}/${statement.id}/correct`, {
    headers: { "X-Crossbearing": "1" },
    data: { value, reason: "said so at the interview" },
  });
  assert.ok(answer.ok(), await answer.text());
  await reader.getByRole("heading", { level: 1, name: value }).waitFor();
  await writer.context().close();
  await reader.context().close();
});

test("changes: one set of filters holds for every view, and the address carries it to a colleague", async () => {
  const page = await visit(await somebody("analyst"));
  const person = await wellKnownPerson(page);
  await goTo(page, `${recordPath(person.id)}?view=network`);
  const links = page.getByRole("grid", { name: "Links" }).locator("tbody tr");
  await links.first().waitFor();
  const every = await links.count();
  await page.getByRole("button", { name: "Type", exact: true }).click();
  await page.getByRole("menuitemcheckbox", { name: /^Events/ }).click();
  await page.keyboard.press("Escape");
  await page.waitForURL((url) => url.searchParams.get("type") === "events");
  const events = await links.count();
  assert.ok(events > 0 && events < every, `${events} of ${every}`);
  await checkAccessibility(page, "the network, narrowed");
  await links.first().locator("td").nth(1).click();
  await page.getByRole("complementary", { name: "Chosen record" }).getByRole("link", { name: "Open the record" }).waitFor();
  await page.keyboard.press("2");
  await page.locator(".timeline li.selected").waitFor();
  assert.equal(await page.locator(".timeline li", { hasText: "Birth date" }).count(), 0);
  await picture(page, "changes-4-narrowed");
  await page.reload();
  await settled(page);
  await page.locator(".timeline li.selected").waitFor();
  const until = page.getByRole("slider", { name: "Until" });
  await until.press("Home");
  await page.waitForURL((url) => url.searchParams.has("to"));
  await page.keyboard.press("f");
  await page.locator(".timeline li", { hasText: "Birth date" }).first().waitFor();
  await page.context().close();
});

test("changes: a chart leaves as PNG, SVG and CSV, and the log says so first", async () => {
  const page = await visit(await somebody("analyst"));
  const person = await wellKnownPerson(page);
  await goTo(page, `${recordPath(person.id)}?view=network`);
  await page.locator(".stage canvas").first().waitFor();
  const files = {};
  for (const format of ["PNG", "SVG", "CSV"]) {
    await page.getByRole("button", { name: "Export the neighbours" }).click();
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name: format }).first().click()]);
    files[format] = await readFile(await file.path());
    assert.match(file.suggestedFilename(), new RegExp(`^neighbours-of-.*\\.${format.toLowerCase()}$`));
  }
  assert.equal(files.PNG.subarray(1, 4).toString(), "PNG");
  const svg = files.SVG.toString();
  assert.match(svg, /^<svg .*<\/svg>\n$/s);
  assert.ok(svg.includes("Handle as TLP:"), "the handling did not travel with the picture");
  assert.ok(svg.includes("font-size"), "the picture has no words");
  assert.ok(files.CSV.toString().includes("From,Link,To"), files.CSV.toString().slice(0, 200));
  const overseer = await visit(await somebody("oversight"));
  const { body: log } = await ask(overseer, `/log?kind=disclosure&actor=${encodeURIComponent(page.user)}`);
  for (const format of ["PNG", "SVG", "CSV"]) {
    assert.ok(log.leaves.some((leaf) => leaf.justification.includes(`neighbours as ${format}`)), `no leaf for the ${format}`);
  }
  await overseer.context().close();
  await page.context().close();
});

test("changes: a dismissal says why, and the reason is kept with it", async () => {
  const page = await visit(await somebody("analyst"));
  const report = await openReport(page);
  await goTo(page, reportPath(report.meta.id));
  await page.keyboard.press("x");
  const reasons = page.getByRole("group", { name: "Why it is dismissed" });
  await checkAccessibility(page, "the reasons of a dismissal");
  await picture(page, "changes-7-reason");
  await reasons.getByLabel("Another reason").fill("the office's own number");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Record 1 decision" }).click();
  await page.getByText("1 decision recorded").waitFor();
  const { body: after } = await ask(page, reportPath(report.meta.id));
  const dismissed = [...after.mentions, ...after.findings].filter((one) => one.status === "dismissed");
  assert.ok(dismissed.some((one) => one.reason === "the office's own number"), "the reason was lost");
  await page.context().close();
});

test("changes: a report for named people and one purpose only is seen by nobody else", async () => {
  const analyst = await somebody("analyst");
  const page = await visit(analyst);
  await goTo(page, "/reports/new");
  const title = `For named people only ${Date.now()}`;
  await page.getByLabel("Title").fill(title);
  await page.getByLabel("Text", { exact: true }).fill("A meeting is planned.");
  await page.getByLabel("Traffic light").selectOption("red");
  assert.equal(await page.getByLabel("Named people").inputValue(), analyst.user);
  await page.getByLabel(/^Only for Operation/).check();
  await picture(page, "changes-8-red");
  await page.getByRole("button", { name: "Enter the report" }).click();
  await page.waitForURL(/\/reports\/(?!new)/);
  const path = new URL(page.url()).pathname;
  const { body: report } = await ask(page, path);
  assert.equal(report.meta.label.tlp, "red");
  assert.equal(report.meta.label.purposes.length, 1);
  const colleague = await visit((await everybody()).find((one) => one.agency === analyst.agency && one.role === "analyst" && one.user !== analyst.user));
  assert.equal((await ask(colleague, path)).status, 404);
  await colleague.context().close();
  await page.context().close();
});

test("changes: a workbook's columns are chosen in the form", async () => {
  const page = await visit(await somebody("analyst"));
  await goTo(page, "/import");
  await page.locator("input[type=file]").first().setInputFiles({
    name: "crew.xlsx",
    mimeType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    buffer: workbook([["Ref", "Full name", "DOB"], ["1", "Mirel Ostrel", "1981-04-02"]]),
  });
  await page.getByLabel("Property of Full name").waitFor();
  assert.equal(await page.getByLabel("Property of DOB").inputValue(), "birthDate");
  await page.getByRole("button", { name: "Preview" }).click();
  await page.getByRole("heading", { name: /Would make of the first rows: 1 record/ }).waitFor();
  await page.context().close();
});

test("changes: what is wrong in a table is set aside, mended and brought in again", async () => {
  const page = await visit(await somebody("analyst"));
  const mapping = JSON.stringify({ tables: [{ name: "crew", file: "crew.csv", entities: { person: { schema: "Person", id: `aside-${Date.now()}-{Ref}`, properties: { name: "Full name", birthDate: "DOB" } } } }] });
  const bring = async (name, buffer) => {
    await goTo(page, "/import");
    await page.locator("input[type=file]").first().setInputFiles({ name, mimeType: "text/csv", buffer });
    const asText = page.getByRole("textbox", { name: "Mapping", exact: true });
    await page.getByLabel("Property of Full name").waitFor();
    if (!(await asText.isVisible())) await page.getByText("Mapping as text").click();
    await asText.fill(mapping);
    await page.getByLabel("Set aside what is wrong").check();
    await page.getByRole("button", { name: "Bring it in" }).click();
    await page.getByRole("status").filter({ hasText: "new statement" }).waitFor();
  };
  await bring("crew.csv", Buffer.from("Ref,Full name,DOB\n1,Mirel Ostrel,1981-04-02\n2,Varla Quint,1981-04-31\n"));
  await page.getByText("1 row set aside").waitFor();
  await picture(page, "changes-9-set-aside");
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: /^Save set-aside-crew/ }).click()]);
  const text = (await readFile(await file.path())).toString();
  assert.match(text, /Varla Quint,1981-04-31,crew\.csv,3,DOB,/);
  await bring("crew.csv", Buffer.from(text.replace("1981-04-31", "1981-04-30")));
  assert.equal(await page.getByText("set aside, each with its reason").count(), 0);
  await page.context().close();
});

test("changes: the last verdict is taken back before it is recorded", async () => {
  const page = await visit(await somebody("analyst"));
  const report = await openReport(page);
  await goTo(page, reportPath(report.meta.id));
  await page.keyboard.press("c");
  await page.getByRole("button", { name: /^Record 1 decision/ }).waitFor();
  await page.getByRole("button", { name: /^Undo/ }).click();
  await page.getByRole("button", { name: /^Record 1 decision/ }).waitFor({ state: "detached" });
  await page.context().close();
});

test("changes: a token is made with its rights, shown once, and withdrawn", async () => {
  const page = await visit(await somebody("analyst"));
  const name = `dashboard ${Date.now()}`;
  await goTo(page, "/tokens");
  await page.getByLabel("What it is for").fill(name);
  await page.getByLabel("Justification").fill("shows the day's reports in the duty room");
  await page.getByRole("button", { name: "Make the token" }).click();
  const text = await page.locator(".made code").filter({ hasText: "cbt_" }).textContent();
  await checkAccessibility(page, "a token that was made");
  await picture(page, "changes-5-token");
  const asked = (path) => fetch(`${BASE}/api/v1${path}`, { headers: { authorization: `Bearer ${text}` } });
  assert.equal((await asked("/reports?limit=1")).status, 200);
  assert.equal((await asked("/log?limit=1")).status, 403);
  await page.reload();
  await page.getByRole("grid", { name: "Your tokens" }).getByText(name).first().waitFor();
  assert.equal(await page.getByText(text).count(), 0, "the token is shown twice");
  await page.getByRole("button", { name: `Withdraw ${name}` }).click();
  await page.getByRole("button", { name: "Withdraw it" }).click();
  await page.getByRole("button", { name: `Withdraw ${name}` }).waitFor({ state: "detached" });
  assert.equal((await asked("/reports?limit=1")).status, 401);
  await page.context().close();
});

test("changes: oversight sees who looked at a person, from the person's own page", async () => {
  const analyst = await somebody("analyst");
  const page = await visit(analyst);
  const person = await wellKnownPerson(page);
  await goTo(page, recordPath(person.id));
  const overseer = await visit(await somebody("oversight"));
  await goTo(overseer, `/log?object=${encodeURIComponent(person.id)}`);
  const lines = overseer.locator("table tbody tr");
  await lines.filter({ hasText: "consultation" }).filter({ hasText: analyst.name }).first().waitFor();
  const { body: log } = await ask(overseer, `/log?limit=200&object=${encodeURIComponent(person.id)}`);
  assert.ok(log.leaves.every((leaf) => leaf.objects.includes(person.id)), "a line on somebody else");
  await picture(overseer, "changes-6-who-looked");
  await overseer.context().close();
  await page.context().close();
});

test("changes: the browser checks the checkpoint's signature, and finds a forged one", async () => {
  const page = await visit(await somebody("oversight"));
  await goTo(page, "/log");
  await page.getByText(/^Signed by the log's key/).waitFor();
  await page.route(`${BASE}/api/v1/log/checkpoint`, async (route) => {
    const answer = await route.fetch();
    const checkpoint = await answer.json();
    // The text and its summary agree, only the signature is of another text.
    checkpoint.note = checkpoint.note.replace(`\n${checkpoint.size}\n`, `\n${checkpoint.size + 1}\n`);
    checkpoint.size += 1;
    await route.fulfill({ response: answer, json: checkpoint });
  });
  await page.reload();
  await page.getByText(/^The signature does not hold/).waitFor();
  await page.context().close();
});
