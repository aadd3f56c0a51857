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

const PEOPLE = ["Ann Lee", "Omar Haddad", "Ingrid Nilsen", "Tom Okafor", "Rosa Delgado"];
const TOPICS = ["dam", "harbour", "railway", "orchard", "library"];

/** 400 articles over five years in 40 outlets, each the same whenever it is made. */
function invented() {
  const articles = [];
  for (let at = 0; at < 400; at++) {
    const topic = TOPICS[at % TOPICS.length];
    const person = PEOPLE[(at * 3) % PEOPLE.length];
    // Few outlets have many articles and many have few.
    const outlet = Math.floor(OUTLETS * ((at * 7919) % 400 / 400) ** 2);
    const month = 1 + (at % 12);
    articles.push({
      id: `invented-${at}`,
      title: `The ${topic} of number ${at} is looked at again`,
      outlet: `Invented Paper ${outlet}`,
      date: `${2016 + Math.floor(at / 80)}-${String(month).padStart(2, "0")}-${String(1 + (at % 28)).padStart(2, "0")}`,
      author: at % 4 ? `Writer ${at % 9}` : undefined,
      text: `The county inspects the ${topic} each spring.\n\n“The ${topic} will hold,” ${person} said on Monday. ` +
        `“Nobody needs to leave.”\n\nThe report on the ${topic} runs to ${at} pages and names no fault. ` +
        "It was read aloud in the council, where it met with little interest. ".repeat(3),
    });
  }
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

/** The invented archive. */
export const larger = () =>
  serve((folder) => {
    const file = join(folder, "invented.jsonl");
    writeFileSync(file, invented().map((article) => JSON.stringify(article)).join("\n"));
    return file;
  });
