// How soon the browser's first picture is there: from the beginning of the navigation until all ships are drawn.
//
//   CROSSBEARING_URL=http://127.0.0.1:8440 node benches/sea/first_picture.mjs [SHIPS] [TIMES]
//
// The page sets a mark when it has given the first ships to the graphics card; two frames later they are on the screen.
// Chromium draws by software here, on the cores on which the server runs. Each time in a context of its own: nothing is
// cached; the second number is of the same page loaded again.

import { closeBrowser, somebody, visit, BASE } from "../../ui/tests/support/browser.mjs";

const [ships = "20000", times = "5"] = process.argv.slice(2);
/** How long a picture may take before something is wrong. */
const PATIENCE = 60_000;
const officer = await somebody("watch-officer");
const [cold, warm] = [[], []];
for (let turn = 0; turn < Number(times); turn++) {
  const page = await visit(officer);
  for (const list of [cold, warm]) {
    const answer = await page.goto(`${BASE}/sea?at=25,2,3`, { waitUntil: "commit" });
    if (!answer.ok()) throw new Error("the program has no web application in it: build ui, then the program again");
    const { drawn, n } = await page.evaluate(
      (patience) =>
        new Promise((resolve, reject) => {
          const look = () => {
            const [mark] = performance.getEntriesByName("ships drawn");
            if (!mark && performance.now() > patience) return reject(new Error("no ships are drawn"));
            if (!mark) return requestAnimationFrame(look);
            requestAnimationFrame(() => requestAnimationFrame(() => resolve({ drawn: performance.now(), n: mark.detail })));
          };
          look();
        }),
      PATIENCE,
    );
    if (n < Number(ships)) throw new Error(`${n} ships are drawn, not ${ships}`);
    list.push(drawn);
  }
  await page.context().close();
}
await closeBrowser();
const words = (list) => {
  const sorted = list.toSorted((a, b) => a - b);
  return `${sorted[Math.floor(sorted.length / 2)].toFixed(0)} ms in the middle, ${sorted.at(-1).toFixed(0)} at most`;
};
console.log(`${ships} ships drawn, ${times} times: ${words(cold)}; loaded again ${words(warm)}`);
