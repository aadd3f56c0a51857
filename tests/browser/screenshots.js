// Takes the pictures of docs/screenshots: `npm run screenshots`, with pngquant if it is there.

import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { presentable, seeds } from "./archive.js";
import { launch, open } from "./browser.js";

const FOLDER = fileURLToPath(new URL("../../docs/screenshots/", import.meta.url));

const PICTURES = [
  { name: "articles", archive: "many", path: "/?q=dam+council&stack=outlet", width: 1280, height: 880 },
  { name: "article", archive: "five", path: "/article?id=001_8c99b4070233d63e.txt&q=%22witch+hunt%22&rank=2#q7", width: 1280, height: 760 },
  { name: "quotations-dark", archive: "five", path: "/quotes?q=%22witch+hunt%22", width: 1280, height: 800, theme: "dark" },
  { name: "overview", archive: "many", path: "/overview", width: 1280, height: 980 },
  { name: "concordance-dark", archive: "five", path: "/kwic?q=endors*+OR+recus*&sort=right", width: 1280, height: 640, theme: "dark" },
  { name: "articles-phone", archive: "five", path: "/?q=%22witch+hunt%22", width: 390, height: 844 },
];

mkdirSync(FOLDER, { recursive: true });
const [browser, five, many] = await Promise.all([launch(), seeds(), presentable()]);
const archives = { five, many };
for (const { name, archive, path, width, height, theme } of PICTURES) {
  const { page, context } = await open(browser, archives[archive].address, { theme, width, height });
  await page.goto(path);
  await page.screenshot({ path: `${FOLDER}${name}.png` });
  await context.close();
  spawnSync("pngquant", ["--force", "--skip-if-larger", "--quality", "70-95", "--strip", "--output", `${FOLDER}${name}.png`, `${FOLDER}${name}.png`]);
}
await browser.close();
await Promise.all([five.end(), many.end()]);
