/** The plan as a page to print: text that every script can be set in by whatever prints it. */

import { fileName, type ExportedFile } from "$lib/export/download";
import { pseudonym } from "$lib/format/names";

import type { Aftermath, NetworkNode, Plan } from "./types";
import { ROLE_WORDS } from "./kinds";

/** Who or what is removed; of a tie that is closed both ends. */
export function targetName(node: NetworkNode, to: NetworkNode | null): string {
  return to ? `${pseudonym(node.caption)} – ${pseudonym(to.caption)}` : pseudonym(node.caption);
}

export function briefing(plan: Plan | undefined, after: Aftermath | undefined, about: string[]): ExportedFile {
  const text = plan ? page(plan, after, about) : "";
  return { name: fileName(["disruption briefing"], "html"), blob: new Blob([text], { type: "text/html;charset=utf-8" }) };
}

function page(plan: Plan, after: Aftermath | undefined, about: string[]): string {
  const steps = plan.steps.map(
    (step, at) =>
      `<tr><td>${at + 1}</td><td><bdi>${safe(targetName(step.node, step.link_to))}</bdi></td><td>${safe(step.node.role && !step.link_to ? (ROLE_WORDS[step.node.role.role] ?? step.node.role.role) : "")}</td><td>${safe(step.why)}</td><td>${step.largest}</td><td>${step.statements.length}</td></tr>`,
  );
  const verify = plan.verify.map(
    (doubt) => `<li><bdi>${safe(pseudonym(doubt.a.caption))}</bdi> – <bdi>${safe(pseudonym(doubt.b.caption))}</bdi>: ${(doubt.probability * 100).toFixed(0)} % sure, worth ${doubt.gain.toFixed(2)}</li>`,
  );
  const changes = plan.sensitivity.map(
    (change) => `<li>Without ${safe(change.caption)}: ${change.dropped.length + change.added.length === 0 ? "the plan stays" : `not ${safe(change.dropped.map((node) => targetName(node, node.link_to)).join(", ") || "–")}; instead ${safe(change.added.map((node) => targetName(node, node.link_to)).join(", ") || "nobody")}`}</li>`,
  );
  const records = plan.steps.map(
    (step, at) => `<li>${at + 1}. ${step.statements.map((id) => `<code>${safe(id.slice(0, 12))}</code>`).join(" ")}</li>`,
  );
  const heal = after ? `<p>If nobody takes over the largest part is ${after.without}; with the best one, two or three new ties it is ${after.reconnected.join(", ")}.</p>` : "";
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Disruption briefing</title>
<style>body{font:11pt/1.45 "Noto Sans","Noto Sans Arabic",sans-serif;max-width:180mm;margin:16mm auto;color:#111}h1{font-size:18pt}h2{font-size:12.5pt;margin-top:8mm}table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #bbb;padding:1.5mm;text-align:start;vertical-align:top}code{font-size:8pt}.handling{border:2px solid #111;padding:2mm 3mm;font-weight:600}@page{margin:14mm}</style>
<p class="handling">${about.map(safe).join("<br>")}</p>
<h1>Disruption briefing</h1>
<p>${plan.size} in the network, ${plan.links} links. The largest part falls from ${plan.before} to ${plan.steps.at(-1)?.largest ?? plan.before}.</p>
<p><b>${safe(plan.certificate.words)}</b></p>
<table><thead><tr><th>Step</th><th>Remove</th><th>Likely role</th><th>Why</th><th>Largest left</th><th>Records</th></tr></thead><tbody>${steps.join("")}</tbody></table>
<h2>How sure</h2><p>Over possible worlds the largest part is ${plan.worth.plan.mean.toFixed(1)} on average, ${plan.worth.plan.worst_tenth.toFixed(1)} in the worst tenth, and ${plan.worth.nothing.mean.toFixed(1)} without the plan.</p>
<h2>Most worth verifying next</h2><ol>${verify.join("") || "<li>No single tie would change which plan is best.</li>"}</ol>
<h2>If something is left out</h2><ul>${changes.join("")}</ul>
<h2>What follows</h2>${heal}
<h2>Records</h2><ol>${records.join("")}</ol>
<p>Nobody in danger is part of this plan. It proposes; a person decides.</p></html>`;
}

function safe(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
