// Protected people: asked for, opened for a time, closed again; entered and taken out by two.

import assert from "node:assert/strict";

import { checkAccessibility } from "./support/axe.mjs";
import { ask, BASE, DESK, goTo, HAND, picture, somebody, visit } from "./support/browser.mjs";
import { test } from "./support/harness.mjs";
import { newPerson, protectedPerson, recordPath } from "./support/things.mjs";

const post = (page, path, data) => page.request.post(`${BASE}/api/v1${path}`, { headers: { "X-Crossbearing": "1" }, data });

test("safeguarding: a pseudonym is asked for, opened to one person, and closed again", async () => {
  const analyst = await somebody("analyst");
  const page = await visit(analyst);
  const pseudonym = await protectedPerson(page);
  await goTo(page, recordPath(pseudonym));
  await page.getByRole("button", { name: "Ask who this is" }).click();
  const dialog = page.getByRole("dialog", { name: "Ask to open this pseudonym" });
  await dialog.getByText("Will be told that you ask, and decide:").waitFor();
  assert.ok((await dialog.getByRole("listitem").count()) > 0, "nobody would be told");
  const reason = `she may have seen the skipper ${Date.now()}`;
  await dialog.getByLabel("Reason").fill(reason);
  await dialog.getByLabel("For how many days").fill("3");
  await checkAccessibility(page, "asking to open a pseudonym");
  await picture(page, "safeguarding-1-ask");
  await dialog.getByRole("button", { name: "Ask", exact: true }).click();
  await dialog.waitFor({ state: "detached" });

  const officer = await visit(await somebody("safeguarding-officer"));
  await goTo(officer, "/safeguarding");
  const matter = officer.getByRole("listitem").filter({ hasText: reason });
  await matter.getByRole("button", { name: `Open to ${analyst.user}` }).click();
  const granting = officer.getByRole("dialog", { name: "Open this pseudonym" });
  assert.equal(await granting.getByLabel("For how many days").inputValue(), "3");
  await granting.getByLabel("Reason").fill("her lawyer has agreed to it");
  await picture(officer, "safeguarding-2-grant");
  await granting.getByRole("button", { name: "Open", exact: true }).click();
  await matter.getByText(/open until/).waitFor();

  await goTo(page, "/safeguarding");
  const mine = page.getByRole("listitem").filter({ hasText: reason });
  await mine.getByText("her lawyer has agreed to it").waitFor();
  await picture(page, "safeguarding-3-answer");
  await mine.getByRole("button", { name: "Read" }).click();
  await mine.getByRole("button", { name: "Read" }).waitFor({ state: "detached" });
  const { body: requests } = await ask(page, "/safeguarding/requests");
  const person = requests.find((one) => one.reason === reason).person;
  assert.ok(!person.id.startsWith("protected-") && !person.protected, JSON.stringify(person));
  assert.equal((await ask(page, recordPath(person.id))).status, 200);
  const colleague = await visit(await somebody("prosecutor"));
  assert.equal((await ask(colleague, recordPath(person.id))).status, 404, "it was opened to others too");
  await colleague.context().close();

  await matter.getByRole("button", { name: "Close again" }).click();
  const closing = officer.getByRole("dialog", { name: "Close it again" });
  await closing.getByLabel("Reason").fill("the interview is over");
  await closing.getByRole("button", { name: "Close again" }).click();
  await matter.getByText("closed again").waitFor();
  assert.equal((await ask(page, recordPath(person.id))).status, 404);

  const overseer = await visit(await somebody("oversight"));
  const { body: log } = await ask(overseer, "/log?limit=200");
  for (const words of [`asks to open a pseudonym: ${reason}`, "opens a pseudonym to", "closes a pseudonym to"]) {
    const leaf = log.leaves.find((one) => one.justification.includes(words));
    assert.ok(leaf, `no leaf says "${words}"`);
    assert.ok(leaf.objects.every((object) => object !== person.id), "the log names the person");
  }
  for (const each of [overseer, officer, page]) await each.context().close();
}, 240);

test("safeguarding: two people keep the register, each at her own login", async () => {
  const page = await visit(await somebody("analyst"));
  const person = await newPerson(page, { originator: (await somebody("analyst")).agency, releasable_to: ["everyone"], review: new Date(Date.now() + 9e10).toISOString() });
  await goTo(page, recordPath(person));
  await page.getByRole("button", { name: "Category" }).click();
  const dialog = page.getByRole("dialog", { name: "What this person is to the case" });
  await dialog.getByLabel("Category").selectOption("victim");
  await dialog.getByText(/From now on the person is a pseudonym/).waitFor();
  await dialog.getByLabel("Reason").fill("he asked for help at the landing");
  await checkAccessibility(page, "the category of a person");
  await picture(page, "safeguarding-4-category");
  await dialog.getByRole("button", { name: "Record" }).click();
  await dialog.waitFor({ state: "detached" });
  assert.equal((await ask(page, recordPath(person))).status, 200, "who says it still knows who it is");

  await page.getByRole("button", { name: "Category" }).click();
  await dialog.getByLabel("Category").selectOption("suspect");
  await dialog.getByLabel("Reason").fill("he steered the second boat");
  await dialog.getByRole("button", { name: "Record" }).click();
  await page.getByText(/waits for a second person/).waitFor();

  const officer = await visit(await somebody("safeguarding-officer"));
  const colleague = await visit(await somebody("safeguarding-officer", (await somebody("safeguarding-officer")).agency));
  await goTo(officer, "/safeguarding");
  const matter = officer.getByRole("listitem").filter({ hasText: "he steered the second boat" });
  await matter.getByRole("button", { name: "Refuse" }).click();
  const refusing = officer.getByRole("dialog", { name: "Refuse as the second person" });
  await refusing.getByLabel("Reason").fill("made to steer with a gun at his head");
  await picture(officer, "safeguarding-5-second");
  await refusing.getByRole("button", { name: "Refuse" }).click();
  await matter.getByText("made to steer").waitFor();

  const { body: record } = await ask(officer, recordPath(person));
  const row = officer.getByRole("row").filter({ hasText: record.caption });
  await row.getByRole("button", { name: /^End the protection of/ }).click();
  const ending = officer.getByRole("dialog", { name: "Propose that this protection ends" });
  const why = `the danger has passed ${Date.now()}`;
  await ending.getByLabel("Reason").fill(why);
  await ending.getByRole("button", { name: "Propose" }).click();
  await ending.waitFor({ state: "detached" });
  const { body: proposals } = await ask(officer, "/safeguarding/proposals");
  const { number } = proposals.find((one) => one.reason === why);
  const alone = await post(officer, `/safeguarding/proposals/${number}/decision`, { agree: true, reason: "I agree with myself" });
  assert.equal(alone.status(), 403, "one person was both");
  await goTo(colleague, "/safeguarding");
  const second = colleague.getByRole("listitem").filter({ hasText: why });
  await second.getByRole("button", { name: "Confirm" }).click();
  const confirming = colleague.getByRole("dialog", { name: "Confirm as the second person" });
  await confirming.getByLabel("Reason").fill("he told me so himself");
  await confirming.getByRole("button", { name: "Confirm" }).click();
  await second.getByText("confirmed", { exact: true }).waitFor();
  const { body: register } = await ask(officer, "/safeguarding/register");
  assert.ok(!register.some((entry) => entry.person.id === person), "it is still protected");
  for (const each of [colleague, officer, page]) await each.context().close();
}, 240);

for (const [theme, width, size] of [["dark", "wide", DESK], ["light", "narrow", HAND]]) {
  test(`safeguarding: the page, ${theme}, ${width}`, async () => {
    const page = await visit(await somebody("safeguarding-officer"), { theme, size });
    await goTo(page, "/safeguarding");
    await page.getByRole("heading", { name: "The protection register" }).waitFor();
    await picture(page, `safeguarding-${theme}-${width}`);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(over <= 0, `${over} px too wide`);
    await checkAccessibility(page, `safeguarding, ${theme}, ${width}`);
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });
}
