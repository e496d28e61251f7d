// Photos of a vessel: added, looked at, refused, not seen by another agency, taken back. The pictures are drawn here.

import assert from "node:assert/strict";

import { checkAccessibility } from "./support/axe.mjs";
import { ask, goTo, HAND, picture, settled, somebody, visit } from "./support/browser.mjs";
import { test } from "./support/harness.mjs";

test("photos: one is added, seen, downloaded, not there for another agency, and taken back", async () => {
  const officer = await somebody("watch-officer");
  const page = await visit(officer);
  const mmsi = await bareVessel(page);
  await goTo(page, `/sea?mmsi=${mmsi}`);
  const strip = page.getByRole("region", { name: "Photos" });
  await strip.getByText("No photos.").waitFor();
  await strip.getByRole("button", { name: "Add one" }).click();
  const form = page.getByRole("dialog");
  await form.locator("input[type=file]").setInputFiles({ name: "boat.png", mimeType: "image/png", buffer: await drawn(page) });
  await form.getByAltText("As it will be added").waitFor();
  await form.getByLabel("What it shows").fill("قارب رمادي بلا اسم");
  await form.getByLabel("Taken (UTC)").fill("2026-05-01 04:10");
  await form.getByLabel("By whom").fill("patrol aircraft");
  await form.getByLabel("No", { exact: true }).check();
  await picture(page, "photos-add");
  await checkAccessibility(page, "photos, adding");
  await form.getByRole("button", { name: "Add the photo" }).click();
  const thumb = strip.getByRole("button", { name: /قارب رمادي/ });
  await thumb.waitFor();
  await strip.getByText("2026-05-01 04:10Z").waitFor();
  await loaded(thumb.locator("img"));
  await picture(page, "photos-strip");
  await checkAccessibility(page, "photos, the strip");

  await thumb.click();
  const viewer = page.getByRole("dialog");
  const image = viewer.getByRole("img", { name: /قارب رمادي/ });
  await loaded(image);
  assert.equal(await viewer.locator(".caption").evaluate((it) => getComputedStyle(it).direction), "rtl");
  const before = await image.evaluate((it) => it.clientWidth);
  await page.keyboard.press("+");
  await page.waitForFunction((width) => document.querySelector(".stage img").clientWidth > width, before);
  await page.keyboard.press("0");
  await picture(page, "photos-viewer");
  await checkAccessibility(page, "photos, the viewer");
  await viewer.getByRole("button", { name: "Download the original" }).click();
  await page.getByLabel("Reason").fill("evidence for the court");
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Download", exact: true }).click()]);
  assert.equal(file.suggestedFilename(), "photo.png");
  await page.keyboard.press("Escape");
  await viewer.waitFor({ state: "detached" });

  const other = await visit(await somebody("analyst", officer.agency));
  assert.deepEqual((await ask(other, `/sea/vessels/${mmsi}/photos`)).body, []);
  await other.context().close();

  await thumb.click();
  await viewer.getByRole("button", { name: "Take back" }).click();
  await page.getByLabel("Reason").fill("it shows another vessel");
  await page.getByRole("button", { name: "Take back", exact: true }).last().click();
  await strip.getByText("No photos.").waitFor();
  assert.deepEqual(page.faults, []);
  await page.context().close();
}, 120);

test("photos: a record of a vessel has them on its own page", async () => {
  const page = await visit(await somebody("watch-officer"), { theme: "light" });
  const { body } = await ask(page, "/search?q=lantern&schema=Vessel");
  const { id } = body.hits[0].entity;
  const file = { name: "boat.png", mimeType: "image/png", buffer: await drawn(page) };
  const form = { caption: "Blue hull, one engine", taken: "2026-05", shows_people: "no", vessel: id, grade: "6x6/B2", file };
  await goTo(page, `/entities/${id}`);
  const sent = await page.request.post(new URL("/api/v1/photos", page.url()).href, { headers: { "X-Crossbearing": "1" }, multipart: form });
  assert.equal(sent.status(), 201, await sent.text());
  await goTo(page, `/entities/${id}`);
  const strip = page.getByRole("region", { name: "Photos" });
  await loaded(strip.getByRole("button", { name: "Blue hull, one engine, taken 2026-05" }).first().locator("img"));
  await picture(page, "photos-record");
  await checkAccessibility(page, "photos, a record");
  assert.deepEqual(page.faults, []);
  await page.context().close();
}, 120);

test("photos: what is none or too large is refused in words, and what was typed stays", async () => {
  const page = await visit(await somebody("watch-officer"));
  await goTo(page, `/sea?mmsi=${await bareVessel(page)}`);
  await page.getByRole("region", { name: "Photos" }).getByRole("button", { name: "Add one" }).click();
  const form = page.getByRole("dialog");
  const choose = (name, mimeType, buffer) => form.locator("input[type=file]").setInputFiles({ name, mimeType, buffer });
  await choose("boat.svg", "image/svg+xml", Buffer.from("<svg/>"));
  await form.getByText("save it as JPEG, PNG or WebP").waitFor();
  await choose("boat.jpg", "image/jpeg", Buffer.alloc(21 * 1024 * 1024));
  await form.getByText("20 MB is the most: save a smaller copy").waitFor();
  assert.ok(await form.getByRole("button", { name: "Add the photo" }).isDisabled());
  // A picture by its name only: the server looks at the content.
  await choose("boat.jpg", "image/jpeg", Buffer.from("no picture at all"));
  await form.getByLabel("What it shows").fill("a boat");
  await form.getByLabel("Taken (UTC)").fill("yesterday");
  await form.getByText("Write year, month, day and time").waitFor();
  await form.getByLabel("Taken (UTC)").fill("2026-05-01");
  await form.getByLabel("No", { exact: true }).check();
  await form.getByRole("button", { name: "Add the photo" }).click();
  await form.getByText("give JPEG, PNG or WebP").waitFor();
  assert.equal(await form.getByLabel("What it shows").inputValue(), "a boat");
  await picture(page, "photos-refused");
  const faults = page.faults.filter((fault) => !fault.includes("status of 422"));
  assert.deepEqual(faults, []);
  await page.context().close();
}, 120);

for (const [name, options] of [["desk, dark", {}], ["desk, light", { theme: "light" }], ["hand, dark", { size: HAND }], ["hand, light", { size: HAND, theme: "light" }]]) {
  test(`photos: those of the exercise, people veiled until asked for; ${name}`, async () => {
    const page = await visit(await somebody("watch-officer"), options);
    const mmsi = await photographed(page);
    await goTo(page, `/sea?mmsi=${mmsi}`);
    const strip = page.getByRole("region", { name: "Photos" });
    await strip.scrollIntoViewIfNeeded();
    for (const image of await strip.locator("img").all()) await loaded(image);
    await picture(page, `photos-exercise-${name.replace(", ", "-")}`);
    await strip.getByRole("button", { name: /people veiled/ }).first().click();
    const viewer = page.getByRole("dialog");
    const veiled = await loaded(viewer.locator(".stage img"));
    await picture(page, `photos-veiled-${name.replace(", ", "-")}`);
    await checkAccessibility(page, `photos, veiled, ${name}`);
    await viewer.getByRole("button", { name: "Show the people in it" }).click();
    await page.waitForFunction((width) => (document.querySelector(".stage img")?.naturalWidth ?? 0) > width, veiled);
    await picture(page, `photos-seen-${name.replace(", ", "-")}`);
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("Escape");
    await viewer.waitFor({ state: "detached" });
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(wider <= 0, `${wider} px wider than the screen`);
    if (options.size) return void (await page.context().close());
    await page.keyboard.press("b");
    await settled(page);
    await picture(page, `photos-night-${name.replace(", ", "-")}`);
    await checkAccessibility(page, `photos, night, ${name}`);
    assert.deepEqual(page.faults, []);
    await page.context().close();
  }, 120);
}

/** Waits until a picture is drawn, and gives its width as it came. */
async function loaded(image) {
  await image.scrollIntoViewIfNeeded();
  return image.evaluate(async (it) => {
    await it.decode();
    return it.naturalWidth;
  });
}

/** A picture of a boat of sorts, as PNG. */
async function drawn(page) {
  const bytes = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(480, 320);
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#4a6a80";
    pen.fillRect(0, 0, 480, 320);
    pen.fillStyle = "#b04030";
    pen.beginPath();
    pen.moveTo(80, 170);
    pen.lineTo(420, 150);
    pen.lineTo(380, 220);
    pen.lineTo(110, 220);
    pen.fill();
    return [...new Uint8Array(await (await canvas.convertToBlob({ type: "image/png" })).arrayBuffer())];
  });
  return Buffer.from(bytes);
}

/** A vessel of the picture without photos. */
async function bareVessel(page) {
  const { body } = await ask(page, "/sea/vessels?limit=20");
  for (const { mmsi } of body) {
    const photos = await ask(page, `/sea/vessels/${mmsi}/photos`);
    if (!photos.body.length) return mmsi;
  }
  throw new Error("every vessel has photos");
}

/** The vessel with most photos. */
async function photographed(page) {
  const { body } = await ask(page, "/sea/vessels?limit=200");
  let most = [0, 0];
  for (const { mmsi } of body) {
    const photos = (await ask(page, `/sea/vessels/${mmsi}/photos`)).body;
    if (photos.some(({ shows_people: people }) => people) && photos.length > most[1]) most = [mmsi, photos.length];
  }
  if (!most[0]) throw new Error("no vessel of the exercise has a photo that shows people");
  return most[0];
}
