// Archives to test on: the seeds, and an invented one that is larger and hostile.

import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const SEARCH = process.env.SEARCH_BINARY ?? join(ROOT, "target", "debug", "search");

/** How many outlets the invented archive has; more than a list shows at once. */
export const OUTLETS = 40;

/** A headline of 100 KB. */
export const LONG_TITLE = `The longest headline ${"of all ".repeat(15_000)}`;

const PEOPLE = ["Ann Lee", "Omar Haddad", "Ingrid Nilsen", "Tom Okafor", "Rosa Delgado", "Mei Tanaka", "Jonas Weber"];
const TOPICS = ["dam", "harbour", "railway", "orchard", "library"];
const PLACES = ["Harbour", "Valley", "Northgate", "Lakeside", "Orchard", "Granite", "Meadow", "Bridge"];
const PAPERS = ["Courier", "Post", "Herald", "Gazette", "Times"];
const TITLES = [
  (topic) => `County looks at the ${topic} again`,
  (topic) => `Report finds no fault in the old ${topic}`,
  (topic, person) => `${person} on the ${topic}: nobody needs to leave`,
  (topic) => `What the council heard about the ${topic}`,
  (topic) => `A winter of doubts, and then the ${topic} reopened`,
  (topic) => `Who pays for the ${topic}?`,
];
const SAID = [
  (topic) => `The ${topic} will hold`,
  (topic) => `We have looked at every part of the ${topic}`,
  () => "Nobody has asked the people who live there",
  (topic) => `Without the ${topic} this town would be a village`,
  () => "I have read the report twice and I am still not sure",
];
const TOLD = [
  "It was read aloud in the council, where it met with little interest.",
  "The engineers come each spring and leave before the rain.",
  "Of the money that was set aside, a third is spent.",
  "The decision is expected before the end of the year.",
  "Neighbouring counties have waited longer for less.",
];

/** 400 articles over five years in 40 outlets, each the same whenever it is made. */
function ordinary() {
  const articles = [];
  for (let at = 0; at < 400; at++) {
    const pick = (list, by) => list[Math.floor(at * by) % list.length];
    const topic = TOPICS[at % TOPICS.length];
    const person = pick(PEOPLE, 3);
    const outlet = Math.floor(OUTLETS * (((at * 7919) % 400) / 400) ** 2); // few have many articles
    const month = 1 + Math.floor(12 * (((at * 37) % 100) / 100) ** 1.5);
    articles.push({
      id: `invented-${at}`,
      title: pick(TITLES, 7)(topic, person),
      outlet: `${PLACES[outlet % 8]} ${PAPERS[Math.floor(outlet / 8)]}`,
      date: `${2016 + Math.floor(at / 80)}-${String(month).padStart(2, "0")}-${String(1 + (at % 28)).padStart(2, "0")}`,
      author: at % 4 ? `${pick(["Clara", "Ben", "Yusuf"], 5)} ${pick(["Moor", "Hill", "Stone"], 0.4)}` : undefined,
      text: `The county inspects the ${topic} each spring. ${pick(TOLD, 11)}\n\n` +
        `“${pick(SAID, 3)(topic)},” ${person} said on Monday. “Nobody needs to leave.”\n\n` +
        `The report on the ${topic} runs to ${40 + at} pages and names no fault. ${pick(TOLD, 2)} ${pick(TOLD, 13)}`,
    });
  }
  return articles;
}

/** The same, and articles that would like to be more than text. */
function invented() {
  const articles = ordinary();
  articles.push(
    {
      id: "hostile/<script>alert(1)</script>",
      title: "<script>document.title='broken'</script><img src=x onerror=\"document.title='broken'\">",
      outlet: "\"><svg onload=\"document.title='broken'\">",
      author: "javascript:alert(1)",
      url: "javascript:document.title='broken'",
      date: "2019-05-05",
      text: "Hostile words: </script><script>document.title='broken'</script> <a href=\"javascript:alert(1)\">here</a>.\n\n" +
        "“<img src=//example.org/x onerror=\"document.title='broken'\">,” Ann Lee said.",
    },
    { id: "bidi", title: "Right \u202Eot tfel\u202C and back", outlet: "\u202Enegnak", date: "2019-05-06", text: "Words \u202Edesrever are hostile too." },
    { id: "long", title: LONG_TITLE, outlet: `Paper ${"with a long name ".repeat(30)}`, date: "2019-05-07", text: "A long headline is hostile to a layout." },
    { id: "undated", title: "Nobody knows when", text: "The hostile weather of an unknown day." },
  );
  return articles;
}

/** Indexes and serves; `end` stops the server and removes what was made. */
async function serve(make) {
  const folder = mkdtempSync(join(tmpdir(), "news-search-"));
  const source = make(folder);
  const index = join(folder, "index");
  execFileSync(SEARCH, ["--index", index, "-q", "index", source], { stdio: ["ignore", "ignore", "inherit"] });
  const server = spawn(SEARCH, ["--index", index, "-q", "serve", "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  const address = await new Promise((resolve, reject) => {
    let told = "";
    server.stdout.on("data", (data) => {
      told += data;
      const found = told.match(/http:\/\/\S+/);
      if (found) resolve(found[0].replace(/\/$/, ""));
    });
    server.on("exit", (code) => reject(new Error(`search serve ended with ${code}`)));
  });
  const end = () =>
    new Promise((resolve) => {
      server.on("exit", () => {
        rmSync(folder, { recursive: true, force: true });
        resolve();
      });
      server.kill();
    });
  return { address, index, source, search: SEARCH, end };
}

/** The five articles of the repository. */
export const seeds = () => serve(() => join(ROOT, "seeds"));

const written = (articles) =>
  serve((folder) => {
    const file = join(folder, "invented.jsonl");
    writeFileSync(file, articles.map((article) => JSON.stringify(article)).join("\n"));
    return file;
  });

/** The invented archive. */
export const larger = () => written(invented());

/** The invented archive without what is hostile, to be looked at. */
export const presentable = () => written(ordinary());
