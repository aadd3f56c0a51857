// Takes the pictures of docs/screenshots: the main pages in both themes at three widths.
//
//   npm run screenshots               those of the documents, with pngquant if it is there
//   npm run screenshots -- FOLDER     every page, into another folder, to be looked at

import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { presentable, seeds } from "./archive.js";
import { launch, open } from "./browser.js";

const SIZES = { phone: [390, 844], tablet: [820, 1000], wide: [1280, 860] };

/** A text whose quotations are checked. */
const DRAFT = [
  "Sessions wrote: “Look, I know your anger, but recusal was required by law. I did my duty and you are very fortunate I did.”",
  "Trump wrote of “the phony Russia Witch Hunt”: “3 years ago … the Fraudulent Mueller Scam began.”",
  "The mayor spoke of “an outrage of historic dimension”.",
].join("\n\n");

/** Pages of the documents, and those that are only looked at. A path may begin with a list whose first link is followed, or
 * a form that a text is put into. */
const MAIN = [
  { name: "articles", archive: "many", path: "/?q=dam+council&stack=outlet" },
  { name: "quotations", archive: "five", path: "/quotes?q=%22witch+hunt%22" },
  { name: "article", archive: "five", path: "/article?id=001_8c99b4070233d63e.txt&q=%22witch+hunt%22&rank=2#q8" },
  { name: "utterance", archive: "five", path: "/families?q=%22witch+hunt%22", follow: ".to-article" },
  { name: "concordance", archive: "five", path: "/kwic?q=endors*+OR+recus*&sort=right" },
  { name: "overview", archive: "many", path: "/overview" },
  { name: "check", archive: "five", path: "/check", text: DRAFT },
];
const FURTHER = [
  { name: "start", archive: "five", path: "/" },
  { name: "story", archive: "five", path: "/stories", follow: ".hit h2 a" },
  { name: "stories", archive: "five", path: "/stories" },
  { name: "families", archive: "five", path: "/families" },
  { name: "comparison", archive: "many", path: "/compare?a=dam&b=harbour" },
  { name: "compare", archive: "many", path: "/compare" },
  { name: "speakers", archive: "many", path: "/quotes?q=dam&group=speaker" },
  { name: "filtered", archive: "many", path: "/?q=dam+outlt:x&outlet=valley&from=2017&to=soon" },
  { name: "nothing", archive: "five", path: "/?q=tuberwille" },
  { name: "collocates", archive: "five", path: "/kwic?q=trump&collocates=5" },
  { name: "unknown", archive: "five", path: "/article?id=nothing" },
];

const folder = process.argv[2] ?? fileURLToPath(new URL("../../docs/screenshots/", import.meta.url));
mkdirSync(folder, { recursive: true });
const [browser, five, many] = await Promise.all([launch(), seeds(), presentable()]);
const archives = { five, many };
for (const { name, archive, path, follow, text } of process.argv[2] ? [...MAIN, ...FURTHER] : MAIN) {
  for (const [size, [width, height]] of Object.entries(SIZES)) {
    for (const theme of ["light", "dark"]) {
      const { page, context } = await open(browser, archives[archive].address, { theme, width, height });
      await page.goto(path);
      if (follow) {
        await page.locator(follow).first().click();
        await page.waitForLoadState("load");
      }
      if (text) {
        await page.locator("textarea").fill(text);
        await page.locator("main button").click();
        await page.locator("[data-verdict]").first().waitFor();
      }
      const file = join(folder, `${name}-${size}-${theme}.png`);
      await page.screenshot({ path: file });
      await context.close();
      spawnSync("pngquant", ["--force", "--skip-if-larger", "--quality", "60-90", "--strip", "--output", file, file]);
    }
  }
}
await browser.close();
await Promise.all([five.end(), many.end()]);
