// How soon the browser's first picture is there: from the beginning of the navigation until all ships are drawn, and
// until the coast is, too.
//
//   CROSSBEARING_URL=http://127.0.0.1:8440 node benches/sea/first_picture.mjs [SHIPS] [TIMES]
//
// The page sets marks when it has given the first ships to the graphics card, and when the coast is drawn; two frames
// later ships are on the screen. Chromium draws by software here, on the cores on which the server runs. Each time in a
// context of its own: nothing is cached; the second number is of the same page loaded again.

import { closeBrowser, somebody, visit, BASE } from "../../ui/tests/support/browser.mjs";

const [ships = "20000", times = "5"] = process.argv.slice(2);
/** How long a picture may take before something is wrong. */
const PATIENCE = 60_000;
const officer = await somebody("watch-officer");
const rows = { ships: [[], []], "ships and coast": [[], []] };
for (let turn = 0; turn < Number(times); turn++) {
  const page = await visit(officer);
  for (const again of [0, 1]) {
    const answer = await page.goto(`${BASE}/sea?at=25,2,3`, { waitUntil: "commit" });
    if (!answer.ok()) throw new Error("the program has no web application in it: build ui, then the program again");
    const { drawn, n, coast } = await page.evaluate(picture, PATIENCE);
    if (n < Number(ships)) throw new Error(`${n} ships are drawn, not ${ships}`);
    rows.ships[again].push(drawn);
    rows["ships and coast"][again].push(Math.max(drawn, coast));
  }
  await page.context().close();
}
await closeBrowser();

/** In the page: when the first ships are on the screen, how many they are, and when the coast is drawn. */
function picture(patience) {
  const mark = (name) => performance.getEntriesByName(name)[0];
  return new Promise((resolve, reject) => {
    let drawn;
    const look = () => {
      const [ships, coast] = [mark("ships drawn"), mark("coast drawn")];
      if (performance.now() > patience) return reject(new Error("no picture is drawn"));
      if (ships && !drawn) requestAnimationFrame(() => requestAnimationFrame(() => (drawn ??= performance.now())));
      if (drawn && coast) return resolve({ drawn, n: ships.detail, coast: coast.startTime });
      requestAnimationFrame(look);
    };
    look();
  });
}

const words = (list) => {
  const sorted = list.toSorted((a, b) => a - b);
  return `${sorted[Math.floor(sorted.length / 2)].toFixed(0)} ms in the middle, ${sorted.at(-1).toFixed(0)} at most`;
};
for (const [what, [cold, warm]] of Object.entries(rows)) {
  console.log(`${ships} ${what} drawn, ${times} times: ${words(cold)}; loaded again ${words(warm)}`);
}
