// Dealings with partners: what the pages make of the server's answers. The nodes themselves are
// tested in apps/crossbearing/tests/e2e/partners.rs; here one node answers for a partner it has not.

import assert from "node:assert/strict";

import { checkAccessibility } from "./support/axe.mjs";
import { HAND, ask, goTo, picture, settled, somebody, visit } from "./support/browser.mjs";
import { test } from "./support/harness.mjs";

const analyst = await somebody("analyst");
const later = (hours) => new Date(Date.now() + hours * 3_600_000).toISOString();

const PARTNER = {
  node: "littoral-node", agency: "littoral", name: "Littoral Border Police", key: "cbn1_c29tZSBrZXkgdGhhdCBpcyBub25lLCBmb3IgYSB0ZXN0Lg==",
  address: "https://127.0.0.1:9442", called_every: 60, purpose: "cold-lantern", ceiling: "official-sensitive", until: later(9000),
  gives: true, takes: true, relays: ["kestane"], matching: [1024, 4096], revoked: null, given: 312, waiting: 2, refused: 0,
  corrections: 3, corrections_confirmed: 2, called: later(-0.02), reached: later(-0.02), error: null, next_call: later(0.01),
};
const ASKS = {
  now: later(0),
  asks: [
    { id: "littoral-node-1", partner: "littoral-node", ours: false, wanted: "onward", report: null, onward: ["kestane", 12], case: "cold-lantern", officer: "m.roussevaux", text: "Kestane works on the money side of this.", urgency: "urgent", asked_at: later(-70), due: later(2), state: "open", outcome: null, reply: null, replied: null },
    { id: "westmark-node-2", partner: "littoral-node", ours: true, wanted: "information", report: null, onward: null, case: "cold-lantern", officer: "a.harrowmere", text: "Who rents the garage at the quay?", urgency: "urgent-at-hand", asked_at: later(-9), due: later(-1), state: "overdue", outcome: null, reply: null, replied: null },
  ],
};
const HIT = { hit: "westmark-node-9f.0", partner: "littoral-node", ours: true, kind: "phone", key: "447700900123", records: ["wca-p-1"], at: later(-1), state: "hit", we_agreed: null, they_agreed: "cold-lantern", theirs: null };

/** A page on which the node answers as if it had a partner. */
async function withPartner(options = {}) {
  const page = await visit(analyst, options);
  const answer = (path, body) =>
    page.route(`**/api/v1${path}`, (route) => route.fulfill({ contentType: "application/json", body: JSON.stringify(typeof body === "function" ? body(route.request()) : body) }));
  await answer("/exchange/partners", [PARTNER]);
  await answer("/exchange/asks", ASKS);
  await answer("/exchange/recalls", [
    { notice: "westmark-node-7", originator: "westmark", ours: true, reason: "inaccurate", note: "The wrong man.", statements: 14, issued_at: later(-20), deadline: later(52), waiting: ["kestane-node"], overdue: false, receipts: [{ node: "littoral-node", erased: 14, passed_on_to: ["kestane-node"], done_at: later(-19), leaf: 8123, checkpoint: "littoral-node\n8124\nabc=\n" }] },
  ]);
  await answer("/exchange/blind", (request) => (request.method() === "POST" ? { asks: ["westmark-node-a0"], items: 41 } : { partners: ["littoral-node"], asks: [{ ask: "westmark-node-9f", partner: "littoral-node", ours: true, case: "cold-lantern", at: later(-1), state: "hit", reason: "", hits: 1 }], hits: [HIT] }));
  return { page, answer };
}

test("partners: a node without any teaches the next step", async () => {
  const page = await visit(analyst);
  await goTo(page, "/partners");
  await page.getByText("No partners yet").waitFor();
  await checkAccessibility(page, "no partners");
});

for (const [name, options] of [["desk", {}], ["desk-light", { theme: "light" }], ["hand", { size: HAND }], ["hand-light", { size: HAND, theme: "light" }]]) {
  test(`partners: agreements, clocks, receipts and hits, ${name}`, async () => {
    const { page } = await withPartner(options);
    for (const [view, text] of [["partners", "2 of 3 confirmed"], ["requests", "overdue"], ["recalls", "Not answered: kestane-node"], ["blind", "447700900123"]]) {
      await goTo(page, view === "partners" ? "/partners" : `/partners?view=${view}`);
      await page.getByText(text).first().waitFor();
      await settled(page);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      assert.ok(!wide, `${view} is wider than the screen`);
      await checkAccessibility(page, `partners, ${view}`);
      await picture(page, `partners-${view}-${name}`);
    }
  });
}

test("partners: agreeing says that it waits, declining is asked of the server as it is", async () => {
  const { page, answer } = await withPartner();
  let sent;
  await answer("/exchange/blind/hits/*/decision", (request) => {
    sent = request.postDataJSON();
    return { ...HIT, we_agreed: "cold-lantern" };
  });
  await goTo(page, "/partners?view=blind");
  await page.getByRole("button", { name: /Agree to open/ }).click();
  await page.getByText("It opens when the other side agrees too").waitFor();
  assert.deepEqual(sent, { agree: true });
});

test("partners: P on a record shows what they would read", async () => {
  const { page, answer } = await withPartner();
  const found = (await ask(page, "/search?q=report&limit=1")).body;
  const id = found.hits?.[0]?.entity?.id ?? found.hits?.[0]?.id;
  assert.ok(id, "the exercise has no record");
  const line = (over) => ({ id: "0", property: "name", value: "Tarvand Oskel", theirs: null, known_as: null, state: "stays", why: "its label does not release it", report: "r-1", stands: true, ...over });
  await answer("/exchange/partners/*/preview/*", [
    line({}),
    line({ id: "1", property: "phone", value: "+44 7700 900123", theirs: "+44 7700 900123", state: "leaves", why: "" }),
    line({ id: "2", property: "notes", value: "Mila was with him", theirs: "▇▇▇▇ was with him", known_as: "protected-00aa", state: "has-left", why: "" }),
  ]);
  await goTo(page, `/entities/${encodeURIComponent(id)}`);
  await settled(page);
  await page.keyboard.press("P");
  const dialog = page.getByRole("dialog");
  await dialog.getByText("2 of 3 statements").waitFor();
  await dialog.getByText("▇▇▇▇ was with him").waitFor();
  await dialog.getByText("protected-00aa").waitFor();
  await checkAccessibility(page, "preview");
  await picture(page, "partners-preview");
});

test("partners: a coordinator adds one from its card, and only once the key was compared", async () => {
  const page = await visit(await somebody("coordinator"));
  await page.route("**/api/v1/exchange/partners", (route) => route.fulfill({ contentType: "application/json", body: "[]" }));
  let sent;
  await page.route("**/api/v1/exchange/partners/littoral-node", (route) => {
    sent = route.request().postDataJSON();
    return route.fulfill({ contentType: "application/json", body: JSON.stringify([PARTNER]) });
  });
  await goTo(page, "/partners");
  await page.getByRole("button", { name: "Add a partner" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Their card").fill("not a card");
  await dialog.getByText("This is no card").waitFor();
  const { node, agency, name, key, address } = PARTNER;
  await dialog.getByLabel("Their card").fill(JSON.stringify({ node, agency, name, key, address }));
  await dialog.getByText(key).waitFor();
  const add = dialog.getByRole("button", { name: "Add", exact: true });
  assert.ok(await add.isDisabled(), "a partner is added whose key nobody compared");
  await dialog.getByLabel("The key was compared by telephone").check();
  await dialog.getByLabel("For the operation").fill("cold-lantern");
  await checkAccessibility(page, "add a partner");
  await picture(page, "partners-add");
  await add.click();
  await page.getByText("is a partner").waitFor();
  assert.deepEqual(sent.card, { node, agency, name, key, address });
  assert.equal(sent.ceiling, "official");
  assert.equal(sent.matching, null);
});

test("partners: a key is revoked with a reason, and only with one", async () => {
  const page = await visit(await somebody("coordinator"));
  await page.route("**/api/v1/exchange/partners", (route) => route.fulfill({ contentType: "application/json", body: JSON.stringify([PARTNER]) }));
  let sent;
  await page.route("**/api/v1/exchange/partners/littoral-node/revocation", (route) => {
    sent = route.request().postDataJSON();
    return route.fulfill({ contentType: "application/json", body: JSON.stringify([PARTNER]) });
  });
  await goTo(page, "/partners");
  await page.getByRole("button", { name: "Revoke" }).click();
  const dialog = page.getByRole("dialog", { name: /^Stop believing/ });
  await checkAccessibility(page, "revoke a key");
  await dialog.getByRole("button", { name: "Revoke the key" }).click();
  assert.equal(sent, undefined, "a key is revoked without a reason");
  await dialog.getByLabel("Reason").fill("the server was stolen");
  await dialog.getByRole("button", { name: "Revoke the key" }).click();
  await page.getByText("is no longer believed").waitFor();
  assert.deepEqual(sent, { reason: "the server was stolen" });
});

test("partners: sanitised copies are linked, and the check warns", async () => {
  const { page, answer } = await withPartner({ size: HAND });
  let linked = false;
  await answer("/exchange/sanitised/*", (request) => {
    linked ||= request.method() === "POST";
    return { copies: linked ? [{ copy: "r-copy-1", partner: "littoral-node" }, { copy: "r-copy-2", partner: "kestane-node" }] : [], alone: [], together: linked ? [["r-copy-1", "r-copy-2"]] : [], sources_left: linked ? 1 : 4 };
  });
  await goTo(page, "/partners?view=sanitised&report=r-original");
  await page.getByText("No copy is linked").waitFor();
  await page.getByLabel("Link a copy").fill("r-copy-2");
  await page.getByRole("button", { name: "Link", exact: true }).click();
  await page.getByText("only when they are laid side by side").waitFor();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  assert.ok(!wide, "the page is wider than the screen");
  await checkAccessibility(page, "sanitised copies");
  await picture(page, "partners-sanitised");
});

test("partners: hits and requests that wait are told, with a number beside the page's name", async () => {
  const page = await visit(analyst);
  await page.route("**/api/v1/exchange/waiting", (route) => route.fulfill({ contentType: "application/json", body: JSON.stringify({ hits: 2, requests: 1, overdue: 0 }) }));
  // The word goes away by itself, so it is waited for while the page still loads.
  const loaded = goTo(page, "/");
  await page.getByText("2 hits of blind matching").waitFor();
  await loaded;
  await page.getByTitle("2 hits, 1 request to answer, 0 overdue").waitFor();
});

test("partners: a record leaves in another program's form, made by the server", async () => {
  const page = await visit(analyst);
  const found = (await ask(page, "/search?q=report&limit=1")).body;
  const id = found.hits?.[0]?.entity?.id ?? found.hits?.[0]?.id;
  await goTo(page, `/entities/${encodeURIComponent(id)}`);
  await settled(page);
  await page.getByRole("button", { name: "Export" }).first().click();
  const download = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: "STIX 2.1" }).click();
  const file = await download;
  assert.match(file.suggestedFilename(), /^crossbearing-\d{4}-\d\d-\d\d\./);
});
