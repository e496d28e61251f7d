// The accessibility rules of WCAG 2.2 A and AA, by axe.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** Throws with every violation and the elements that have it. */
export async function checkAccessibility(page, what) {
  await page.evaluate(source);
  const violations = await page.evaluate(async (tags) => {
    const found = await window.axe.run(document, { runOnly: { type: "tag", values: tags } });
    return found.violations.map((rule) => ({
      id: rule.id,
      help: rule.help,
      nodes: rule.nodes.slice(0, 4).map((node) => `${node.html.slice(0, 140)}  ${node.failureSummary?.split("\n")[1] ?? ""}`),
    }));
  }, TAGS);
  if (violations.length) {
    const lines = violations.map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.join("\n  ")}`);
    throw new Error(`${what}\n${lines.join("\n")}`);
  }
}
