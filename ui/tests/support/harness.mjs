// A list of named tests, run one after the other, each with a limit of its own.

/** @typedef {{ name: string, run: () => Promise<void>, limit: number }} Test */

/** @type {Test[]} */
const tests = [];

/** Registers a test; `limit` is in seconds. */
export function test(name, run, limit = 60) {
  tests.push({ name, run, limit });
}

/** Runs what has `part` in its name, prints a line for each, and gives the number that failed. */
export async function runAll(part) {
  const chosen = tests.filter(({ name }) => name.includes(part));
  let failed = 0;
  for (const { name, run, limit } of chosen) {
    const start = Date.now();
    try {
      await within(run(), limit);
      console.log(`ok    ${name} (${Date.now() - start} ms)`);
    } catch (error) {
      failed += 1;
      console.log(`FAIL  ${name}\n${indent(error instanceof Error ? (error.stack ?? error.message) : String(error))}`);
    }
  }
  console.log(`\n${chosen.length - failed} passed, ${failed} failed`);
  return failed;
}

function within(promise, seconds) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${seconds} s`)), seconds * 1000);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

function indent(text) {
  return text.replace(/^/gm, "      ");
}
