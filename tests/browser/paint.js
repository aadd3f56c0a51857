// Measures when a page of results is first painted, and how much of that the server took.
//
//   npm run paint -- [--program FILE] INDEX...
//
// Serves each index folder with the program (target/release/search, or $SEARCH_BINARY) and opens pages of results in a
// new browser context each time, so nothing comes from a cache of the browser; prints over 15 visits, in ms, the least
// and the median `server`, from the request to the first byte of the page, `paint`, from the start of the navigation to
// the first contentful paint, and `cpu`, the median of the time that the page's main thread was at work.
//
// `floor` is a page of one paragraph that comes with the same headers: what no page can be faster than on this machine,
// in this browser. Behind each median stands how many times the floor's it is. Pages take turns, so that what else the
// machine does meets all of them alike.

import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";

import { launch, open } from "./browser.js";

const VISITS = 15;
const PATHS = ["/?q=%22witch+hunt%22", "/?q=government", "/quotes?q=president", "/kwic?q=%22witch+hunt%22", "/"];

const given = process.argv.slice(2);
const at = given.indexOf("--program");
const [, program] = at < 0 ? [] : given.splice(at, 2);
const search = program ?? process.env.SEARCH_BINARY ?? fileURLToPath(new URL("../../target/release/search", import.meta.url));

/** Serves an index; its address and its end. */
async function serve(index) {
  const server = spawn(search, ["--index", index, "-q", "serve", "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  const address = await new Promise((resolve, reject) => {
    server.stdout.once("data", (data) => resolve(String(data).match(/http:\/\/[^\s/]+/)[0]));
    server.once("exit", (code) => reject(new Error(`search serve ended with ${code}`)));
  });
  return { address, end: () => server.kill() };
}

/** Serves a page of one paragraph with the headers that pages of that address come with. */
async function serveFloor(like) {
  const { headers } = await fetch(like);
  const page = "<!DOCTYPE html><html lang=en><meta charset=utf-8><title>Floor</title><p>A page of one paragraph.</p></html>";
  const server = createServer((request, response) => {
    if (request.url !== "/") return response.writeHead(404).end();
    for (const [name, value] of headers) if (!["content-length", "date", "transfer-encoding"].includes(name)) response.setHeader(name, value);
    response.end(page);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { address: `http://127.0.0.1:${server.address().port}`, end: () => server.close() };
}

/** Opens a page; what its server, its paint and its thread took. */
async function visit(browser, address, path) {
  const { page, context } = await open(browser, address);
  const tools = await context.newCDPSession(page);
  await tools.send("Performance.enable", { timeDomain: "threadTicks" });
  await page.goto(path, { waitUntil: "load" });
  const told = await page.evaluate(() => new Promise((resolve) => {
    const { requestStart, responseStart } = performance.getEntriesByType("navigation")[0];
    new PerformanceObserver((list) => {
      const first = list.getEntriesByName("first-contentful-paint")[0];
      if (first) resolve({ server: responseStart - requestStart, paint: first.startTime });
    }).observe({ type: "paint", buffered: true });
  }));
  const { metrics } = await tools.send("Performance.getMetrics");
  await context.close();
  return { ...told, cpu: metrics.find(({ name }) => name === "TaskDuration").value * 1000 };
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const shown = (value) => value.toFixed(1).padStart(7);

const browser = await launch();
console.log(" server  median    paint  median           cpu");
for (const index of given) {
  const { address, end } = await serve(index);
  const floor = await serveFloor(address);
  const pages = [
    { name: "floor", address: floor.address, path: "/", visits: [] },
    ...PATHS.map((path) => ({ name: `${index} ${path}`, address, path, visits: [] })),
  ];
  for (let round = 0; round <= VISITS; round++) {
    for (const page of pages) {
      const told = await visit(browser, page.address, page.path);
      // The first visit warms the caches of the server and of the system.
      if (round > 0) page.visits.push(told);
    }
  }
  const of = ({ visits }, what) => visits.map((visit) => visit[what]);
  for (const page of pages) {
    const [server, paint, cpu] = ["server", "paint", "cpu"].map((what) => of(page, what));
    const times = (what) => `${(median(of(page, what)) / median(of(pages[0], what))).toFixed(1)}x`.padStart(6);
    console.log(`${shown(Math.min(...server))} ${shown(median(server))}  ${shown(Math.min(...paint))} ${shown(median(paint))} ${times("paint")} ${shown(median(cpu))} ${times("cpu")}  ${page.name}`);
  }
  floor.end();
  end();
}
await browser.close();
