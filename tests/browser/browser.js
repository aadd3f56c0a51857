// A browser whose every request is known.

import { existsSync } from "node:fs";

import { chromium } from "playwright-core";

const CHROMIUM = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
  .find((path) => path && existsSync(path));

/** Starts Chromium; as root it has no sandbox of its own. */
export const launch = () =>
  chromium.launch({ executablePath: CHROMIUM, args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });

/** A page at an address, with what it asked for and what went wrong. */
export async function open(browser, address, { script = true, theme = "light", width = 1280, height = 900 } = {}) {
  const context = await browser.newContext({
    baseURL: address,
    javaScriptEnabled: script,
    colorScheme: theme,
    viewport: { width, height },
    acceptDownloads: true,
  });
  const page = await context.newPage();
  const requests = [];
  const faults = [];
  context.on("request", (request) => requests.push(request.url()));
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  page.on("dialog", (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  return { page, context, requests, faults };
}
