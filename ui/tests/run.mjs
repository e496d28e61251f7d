// Runs every test: units in Node, then the browser against the demo server at CROSSBEARING_URL.
//
//   CROSSBEARING_URL=http://127.0.0.1:8440 npm test [part of a name]

import { readdir } from "node:fs/promises";

import { closeBrowser } from "./support/browser.mjs";
import { runAll } from "./support/harness.mjs";
import { unload } from "./support/modules.mjs";

const files = (await readdir(new URL(".", import.meta.url))).filter((name) => name.endsWith(".test.mjs"));
for (const file of files.sort()) await import(new URL(file, import.meta.url).href);

const failed = await runAll(process.argv[2] ?? "");
await closeBrowser();
await unload();
process.exit(failed === 0 ? 0 : 1);
