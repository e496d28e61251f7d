/** Forms of other programs: the server makes these files, and writes down that it does. */

import type { ExportFormat } from "./download";
import * as api from "$lib/api/client";

const FORMS = [
  { form: "stix", label: "STIX 2.1", what: "a bundle, with every statement" },
  { form: "misp", label: "MISP", what: "events, one a report" },
  { form: "ftm", label: "FollowTheMoney", what: "entities, without grades and handling" },
  { form: "ftm", label: "FollowTheMoney, beside", what: "grades, handling, what it has no word for", side: true },
  { form: "csv", label: "CSV of statements", what: "one a row, with report and handling" },
  { form: "xlsx", label: "XLSX of statements", what: "one a row, with report and handling" },
];

export function formsOf(objects: string[]): ExportFormat[] {
  const distinct = [...new Set(objects)];
  return FORMS.map(({ form, label, what, side }) => ({
    label,
    what,
    noted: true,
    make: () => api.file(`/exports/${form}`, side ? { side } : {}, { objects: distinct }),
  }));
}
