// Measures when a page of results is first painted, and how much of that the server took.
//
//   npm run paint -- [--program FILE] INDEX...
//
// Serves each index folder with the program (target/release/search) and opens pages of results in a new
// browser context each time, so nothing comes from a cache of the browser; prints over 15 visits, in ms, the least
// and the median `server`, from the request to the first byte of the page, and `paint`, from the start of the
// navigation to the first contentful paint. On a machine that does other things as well the least says more.

import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

import { launch, open } from "./browser.js";

const VISITS = 15;
const PATHS = ["/?q=%22witch+hunt%22", "/?q=government", "/quotes?q=president", "/kwic?q=%22witch+hunt%22", "/"];

const given = process.argv.slice(2);
const at = given.indexOf("--program");
const [, program] = at < 0 ? [] : given.splice(at, 2);
const search = program ?? fileURLToPath(new URL("../../target/release/search", import.meta.url));

/** Serves an index; its address and its end. */
async function serve(index) {
  const server = spawn(search, ["--index", index, "-q", "serve", "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  const address = await new Promise((resolve, reject) => {
    server.stdout.once("data", (data) => resolve(String(data).match(/http:\/\/[^\s/]+/)[0]));
    server.once("exit", (code) => reject(new Error(`search serve ended with ${code}`)));
  });
  return { address, end: () => server.kill() };
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

const browser = await launch();
console.log("server  median   paint  median");
for (const index of given) {
  const { address, end } = await serve(index);
  for (const path of PATHS) {
    const server = [];
    const paint = [];
    for (let visit = 0; visit <= VISITS; visit++) {
      const { page, context } = await open(browser, address);
      await page.goto(path, { waitUntil: "load" });
      const told = await page.evaluate(() => new Promise((resolve) => {
        const { requestStart, responseStart } = performance.getEntriesByType("navigation")[0];
        new PerformanceObserver((list) => {
          const first = list.getEntriesByName("first-contentful-paint")[0];
          if (first) resolve({ server: responseStart - requestStart, paint: first.startTime });
        }).observe({ type: "paint", buffered: true });
      }));
      await context.close();
      // The first visit warms the caches of the server and of the system.
      if (visit > 0) {
        server.push(told.server);
        paint.push(told.paint);
      }
    }
    const shown = [Math.min(...server), median(server), Math.min(...paint), median(paint)].map((ms) => ms.toFixed(1).padStart(6));
    console.log(`${shown.join("  ")}  ${index} ${path}`);
  }
  end();
}
await browser.close();
