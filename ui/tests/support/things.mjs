// Records and reports of the exercise that tests can look at, found through the API.

import { ask } from "./browser.mjs";

/** The person that this viewer knows most about, among those that the reports speak of. */
export async function wellKnownPerson(page) {
  const { body } = await ask(page, "/search?schema=Person&limit=25");
  let best;
  for (const { entity } of body.hits.filter((hit) => !hit.entity.protected).slice(0, 12)) {
    const { body: record } = await ask(page, `/entities/${encodeURIComponent(entity.id)}`);
    if (!best || record.statements.length > best.statements.length) best = record;
  }
  if (!best) throw new Error("the exercise has no person that this viewer may see");
  return best;
}

/** A report with something to decide. */
export async function openReport(page) {
  const { body } = await ask(page, "/reports?limit=40");
  for (const { id } of body.reports) {
    const { body: report } = await ask(page, `/reports/${encodeURIComponent(id)}`);
    if (report.mentions.some((mention) => mention.status === "proposed")) return report;
  }
  throw new Error("no report of the exercise has anything left to decide");
}

export const recordPath = (id) => `/entities/${encodeURIComponent(id)}`;
export const reportPath = (id) => `/reports/${encodeURIComponent(id)}`;
