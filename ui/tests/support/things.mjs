// Records and reports of the exercise that tests can look at, found through the API.

import { ask, BASE } from "./browser.mjs";

export const recordPath = (id) => `/entities/${encodeURIComponent(id)}`;
export const reportPath = (id) => `/reports/${encodeURIComponent(id)}`;

/** Who is best known, found once for each viewer: it takes many reports. */
const best = new Map();

/** The person that most statements of the viewer's own agency's reports speak of, as seen here. */
export async function wellKnownPerson(page, agency) {
  const key = `${page.user} ${agency ?? ""}`;
  if (!best.has(key)) best.set(key, await findWellKnown(page, agency));
  return (await ask(page, recordPath(best.get(key)))).body;
}

async function findWellKnown(page, agency) {
  const counts = new Map();
  for (const { id } of (await reports(page, agency)).slice(0, 60)) {
    const { body: report } = await ask(page, reportPath(id));
    for (const { schema, entity } of report.statements) {
      if (schema === "Person") counts.set(entity, (counts.get(entity) ?? 0) + 1);
    }
  }
  for (const [id] of [...counts].sort((a, b) => b[1] - a[1])) {
    const { status, body } = await ask(page, recordPath(id));
    if (status === 200 && !body.protected) return id;
  }
  throw new Error("the exercise has no person that this viewer may see");
}

/** The first report that passes, with what is proposed from it. */
export async function findReport(page, passes, agency) {
  for (const { id } of await reports(page, agency)) {
    const { body } = await ask(page, reportPath(id));
    if (passes(body)) return body;
  }
  throw new Error("no report of the exercise is like that");
}

/** A report with something to decide. */
export function openReport(page) {
  return findReport(page, (report) => report.mentions.some((mention) => mention.status === "proposed"));
}

/** The id under which this viewer knows somebody who is protected. */
export async function protectedPerson(page) {
  const { statements } = await findReport(page, (report) => report.statements.some(isProtected));
  return statements.find(isProtected).entity;
}

/** A person whom this viewer has just reported and confirmed: hers to correct. `label` is the label's JSON. */
export async function newPerson(page, label) {
  const name = `Ostrel ${inventedSurname()}`;
  const headers = { "X-Crossbearing": "1" };
  const text = `${name}, aged 41, an Iraqi national, was arrested in Dover on 12 March 2026.`;
  const made = await page.request.post(`${BASE}/api/v1/reports`, { headers, multipart: { title: `On ${name}`, text, grade: "3x5x2/1A", ...(label && { label: JSON.stringify(label) }) } });
  if (!made.ok()) throw new Error(await made.text());
  const path = reportPath((await made.json()).id);
  const { body: report } = await ask(page, path);
  const person = report.findings.find((finding) => finding.kind === "person");
  const decisions = [{ key: person.key, verdict: "confirm" }];
  const decided = await page.request.post(`${BASE}/api/v1${path}/decisions`, { headers, data: { decisions } });
  if (!decided.ok()) throw new Error(await decided.text());
  return (await decided.json()).statements.find((statement) => statement.value === name).entity;
}

/** A name that no earlier run has left in the ledger. */
export function inventedSurname() {
  const syllables = ["ver", "mal", "dor", "ket", "lus", "bran", "tov", "rin", "sael", "qua"];
  const seed = Date.now();
  const word = [1, 10, 100, 1000, 10_000].map((unit) => syllables[Math.floor(seed / unit) % 10]).join("");
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function isProtected(statement) {
  return statement.entity.startsWith("protected-");
}

async function reports(page, agency) {
  const { body } = await ask(page, "/reports?limit=200");
  return body.reports.filter((report) => !agency || report.agency === agency);
}
