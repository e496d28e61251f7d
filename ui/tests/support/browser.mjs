// One Chromium for all tests; a context for each, logged in as somebody of the exercise.

import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { chromium } from "playwright-core";

export const BASE = (process.env.CROSSBEARING_URL ?? "http://127.0.0.1:8440").replace(/\/$/, "");
export const DESK = { width: 1440, height: 900 };
export const HAND = { width: 390, height: 844 };

const FLAGS = [
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--use-gl=angle",
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
];
const RESULTS = fileURLToPath(new URL("../../test-results/", import.meta.url));

let browser;
let people;
const cookies = new Map();

async function open() {
  const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find(existsSync);
  if (!executablePath) throw new Error("no Chromium: install Debian's package chromium");
  browser ??= await chromium.launch({ executablePath, args: FLAGS, headless: true });
  return browser;
}

export async function closeBrowser() {
  await browser?.close();
}

/** The people of the exercise. */
export async function everybody() {
  people ??= await fetch(`${BASE}/api/v1/demo/people`).then((answer) => answer.json());
  return people;
}

/** The first with this role and, if given, of another agency than `notOf`. */
export async function somebody(role, notOf) {
  const found = (await everybody()).find((person) => person.role === role && person.agency !== notOf);
  if (!found) throw new Error(`the exercise has no ${role}${notOf ? ` outside ${notOf}` : ""}`);
  return found;
}

/** A fresh page, as `person` if given; every fault that the browser reports is in `page.faults`.
 *  A test that logs out asks for a `fresh` session, since the others share theirs. */
export async function visit(person, { size = DESK, theme = "dark", fresh = false } = {}) {
  const context = await (await open()).newContext({
    viewport: size,
    colorScheme: theme,
    reducedMotion: "reduce",
    storageState: person ? await loggedIn(person, fresh) : undefined,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.user = person?.user;
  page.faults = [];
  page.outside = [];
  page.on("pageerror", (error) => page.faults.push(error.message));
  page.on("console", (message) => {
    const expected = /status of 40[134]/.test(message.text());
    if (message.type() === "error" && !expected) page.faults.push(message.text());
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(BASE) && !/^(blob|data):/.test(request.url())) page.outside.push(request.url());
  });
  return page;
}

/** Goes to a page of the application and waits until nothing on it is loading. */
export async function goTo(page, path) {
  await page.goto(BASE + path);
  await settled(page);
}

/** Waits until the page stands: fonts there, no skeleton left. */
export async function settled(page) {
  await page.waitForSelector("main");
  await page.waitForFunction(() => document.fonts.status === "loaded" && !document.querySelector(".skeleton"));
}

/** A picture for people to look at. */
export async function picture(page, name) {
  await mkdir(RESULTS, { recursive: true });
  // Ships and places are on a map before its coast is.
  if (await page.locator(".map canvas").count()) {
    await page.waitForFunction(() => performance.getEntriesByName("coast drawn").length > 0);
  }
  await page.screenshot({ path: `${RESULTS}${name}.png` });
}

/** The API as the person of this page; asks again when the server says to wait. */
export async function ask(page, path, tries = 5) {
  const answer = await page.request.get(`${BASE}/api/v1${path}`);
  if (answer.status() === 429 && tries > 1) {
    const seconds = Number(answer.headers()["retry-after"] ?? 1);
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    return ask(page, path, tries - 1);
  }
  return { status: answer.status(), body: answer.ok() ? await answer.json() : await answer.text() };
}

async function loggedIn(person, fresh) {
  const known = cookies.get(person.user);
  if (known && !fresh) return known;
  const context = await (await open()).newContext();
  const purpose = person.purposes.find((stated) => stated.in_force);
  const answer = await context.request.post(`${BASE}/api/v1/session`, {
    headers: { "X-Crossbearing": "1" },
    data: { user: person.user, password: person.password, purpose: purpose.id, justification: "browser test" },
  });
  if (!answer.ok()) throw new Error(`${person.user} cannot log in: ${await answer.text()}`);
  const state = await context.storageState();
  if (!fresh) cookies.set(person.user, state);
  await context.close();
  return state;
}
