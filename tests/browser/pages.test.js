// What somebody does with the pages, in a real browser on the real program.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { appendFileSync, readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";

import { larger, LONG_TITLE, OUTLETS, seeds } from "./archive.js";
import { launch, open } from "./browser.js";

const AXE = readFileSync(new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

let browser, five, many;
before(async () => {
  [browser, five, many] = await Promise.all([launch(), seeds(), larger()]);
});
after(async () => {
  await browser?.close();
  await Promise.all([five?.end(), many?.end()]);
});

/** Runs `steps` on a page, and checks that nothing went wrong and no request left the machine. */
function visit(archive, options, steps) {
  return async () => {
    const { address } = archive();
    const opened = await open(browser, address, options);
    try {
      await steps(opened.page, opened);
      assert.deepEqual(opened.faults, []);
      const strangers = opened.requests.filter((url) => !url.startsWith(address));
      assert.deepEqual(strangers, [], "every request goes to the server");
    } finally {
      await opened.context.close();
    }
  };
}

const onFive = (steps, options = {}) => visit(() => five, options, steps);
const onMany = (steps, options = {}) => visit(() => many, options, steps);

/** Pages of the first utterance and the first story. */
async function groupPages(page) {
  await page.goto("/families");
  const family = await page.locator(".quotation .to-article").first().getAttribute("href");
  await page.goto("/stories");
  const story = await page.locator(".hit h2 a").first().getAttribute("href");
  return { family, story };
}

const heading = (page) => page.locator(".results h1").innerText();
const total = async (page) => Number((await heading(page)).match(/[\d,]+/)[0].replace(",", ""));
const box = (page) => page.getByRole("searchbox").first();
const changed = async (page, steps) => {
  const old = await page.locator("#answer").elementHandle();
  await steps();
  await old.waitForElementState("hidden");
};

describe("searching", () => {
  test("a phrase finds three articles, and only the phrase is marked", onFive(async (page) => {
    await page.goto("/");
    await box(page).fill('"witch hunt"');
    await page.keyboard.press("Enter");
    await page.waitForURL(/q=/);
    assert.equal(await total(page), 3);
    const marked = await page.locator(".hit mark").allInnerTexts();
    assert.ok(marked.length >= 3);
    for (const mark of marked) assert.equal(mark.replace(/\s+/g, " ").toLowerCase(), "witch hunt");
  }));

  test("results come while one types, and one step back is what was there before", onFive(async (page) => {
    await page.goto("/?q=trump");
    const n = await total(page);
    await changed(page, () => box(page).fill('"witch hunt"'));
    assert.equal(await total(page), 3);
    assert.equal(new URL(page.url()).searchParams.get("q"), '"witch hunt"');
    assert.ok(await box(page).evaluate((input) => input === document.activeElement), "the box keeps the focus");
    await changed(page, () => page.goBack());
    assert.equal(await total(page), n);
    assert.equal(await box(page).inputValue(), "trump");
    await changed(page, () => page.goForward());
    assert.equal(await total(page), 3);
  }));

  test("a stale answer never replaces a newer one", onFive(async (page) => {
    await page.goto("/");
    let slow = true;
    await page.route(/q=trump$/, async (route) => {
      if (slow) await new Promise((resolve) => setTimeout(resolve, 600));
      slow = false;
      await route.continue().catch(() => {});
    });
    await box(page).fill("trump");
    await page.waitForTimeout(250);
    await changed(page, () => box(page).fill("tuberville hoax zebra"));
    await page.waitForTimeout(800);
    assert.match(await page.locator(".empty h2").innerText(), /No articles/);
  }));

  test("what is not understood is shown under its place", onFive(async (page) => {
    await page.goto("/?q=trump+outlt:fox");
    assert.equal(await page.locator(".problem .place").innerText(), "outlt");
    assert.match(await page.locator(".problem").innerText(), /outlet/);
  }));

  test("nothing found comes with advice that works", onFive(async (page) => {
    await page.goto("/?q=tuberwille");
    await changed(page, () => page.locator(".empty a").first().click());
    assert.ok((await total(page)) > 0);
    assert.equal(await box(page).inputValue(), "tuberville");
  }));

  test("help for the syntax is a list of queries that one can try", onFive(async (page) => {
    await page.goto("/");
    await page.getByText("What can I type?").click();
    await page.locator(".help-grid a", { hasText: '"witch hunt"' }).first().click();
    await page.waitForURL(/witch/);
    assert.equal(await total(page), 3);
  }));
});

describe("refining", () => {
  test("values of a facet add up, show as chips and can be removed", onMany(async (page) => {
    await page.goto("/?q=dam");
    const all = await total(page);
    const first = page.locator(".facet").first().locator("li a");
    const counts = await first.locator(".count").allInnerTexts();
    await changed(page, () => first.nth(0).click());
    assert.equal(await total(page), Number(counts[0]));
    await changed(page, () => first.nth(1).click());
    assert.equal(await total(page), Number(counts[0]) + Number(counts[1]));
    assert.equal(await page.locator(".chip:not(.all)").count(), 2);
    await changed(page, () => page.locator(".chip").first().click());
    assert.equal(await total(page), Number(counts[1]));
    await changed(page, () => page.goBack());
    await changed(page, () => page.goBack());
    await changed(page, () => page.goBack());
    assert.equal(await total(page), all);
  }));

  test("of forty outlets a few are shown and the others are a click away", onMany(async (page) => {
    await page.goto("/");
    const facet = page.locator(".facet").first();
    assert.ok((await facet.locator("li a:visible").count()) <= 8);
    await facet.locator("summary").click();
    assert.ok((await facet.locator("li a:visible").count()) >= OUTLETS);
  }));

  test("what is not known is a value", onMany(async (page) => {
    await page.goto("/?q=hostile");
    await changed(page, () => page.locator(".facet a", { hasText: "unknown" }).first().click());
    assert.equal(await total(page), 1);
    assert.match(await page.locator(".hit h2").innerText(), /Nobody knows when/);
  }));

  test("dragging over the bars keeps that stretch of time", onMany(async (page) => {
    await page.goto("/?q=dam");
    const all = await total(page);
    const chart = await page.locator(".histogram svg.chart:not(.scale)").first().boundingBox();
    const y = chart.y + 40;
    await page.mouse.move(chart.x + chart.width * 0.21, y);
    await page.mouse.down();
    await page.mouse.move(chart.x + chart.width * 0.3, y, { steps: 4 });
    await changed(page, async () => {
      await page.mouse.move(chart.x + chart.width * 0.39, y, { steps: 4 });
      await page.mouse.up();
    });
    const fields = new URL(page.url()).searchParams;
    assert.match(fields.get("from"), /^2017/);
    assert.match(fields.get("to"), /^2017/);
    const less = await total(page);
    assert.ok(less > 0 && less < all, `${less} of ${all}`);
    await changed(page, () => page.goBack());
    assert.equal(await total(page), all);
  }));

  test("the keyboard chooses a stretch of time as well", onMany(async (page) => {
    await page.goto("/?q=dam");
    await page.locator(".bar").first().focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Shift+ArrowRight");
    await page.keyboard.press("Shift+ArrowRight");
    assert.equal(await page.locator(".bar.is-chosen").count(), 3);
    await changed(page, () => page.keyboard.press("Enter"));
    const fields = new URL(page.url()).searchParams;
    assert.ok(fields.get("from") < fields.get("to"), page.url());
  }));

  test("the chart is stacked by outlet on demand, with a legend and a table", onMany(async (page) => {
    await page.goto("/?q=dam");
    await changed(page, () => page.getByText("Stack by outlet").click());
    assert.ok((await page.locator(".legend li").count()) >= 6);
    await page.getByText("Show as a table").first().click();
    const cells = await page.locator(".table-behind tbody tr").first().locator("td").allInnerTexts();
    const [all, ...parts] = cells.map(Number);
    assert.ok(parts.reduce((sum, part) => sum + part, 0) <= all);
  }));

  test("wrong dates are told beside their fields, and the rest is shown", onMany(async (page) => {
    await page.goto("/?q=dam&from=2020-13-45");
    assert.match(await page.locator(".dates .wrong").innerText(), /2020-13-45/);
    assert.ok((await total(page)) > 0);
  }));
});

describe("keys", () => {
  test("a slash goes to the box, n and p go through the results", onMany(async (page) => {
    await page.goto("/?q=dam");
    await page.keyboard.press("/");
    assert.ok(await box(page).evaluate((input) => input === document.activeElement));
    await page.keyboard.press("Escape");
    await page.keyboard.press("n");
    const focused = () => page.evaluate(() => document.activeElement.getAttribute("href"));
    const first = await focused();
    assert.equal(first, await page.locator(".hit h2 a").first().getAttribute("href"));
    await page.keyboard.press("n");
    assert.notEqual(await focused(), first);
    await page.keyboard.press("p");
    assert.equal(await focused(), first);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/article/);
  }));

  test("everything can be reached with the tab key, and the focus can be seen", onMany(async (page) => {
    await page.goto("/?q=dam");
    await page.evaluate(() => document.body.focus());
    const seen = new Set();
    for (let at = 0; at < 60; at++) {
      await page.keyboard.press("Tab");
      const { kind, visible } = await page.evaluate(() => {
        const one = document.activeElement;
        const style = getComputedStyle(one);
        const hit = one.querySelector?.("rect.hit");
        const visible = style.outlineStyle !== "none" || (hit && getComputedStyle(hit).stroke !== "none");
        const kind = one.closest(".facet, .hit, .bar, .pages, .ask, .choice, .skip, .help")?.className;
        return { kind: (kind?.baseVal ?? kind ?? "").split(" ")[0], visible: Boolean(visible) };
      });
      assert.ok(visible, `no sign of the focus at step ${at}: ${kind}`);
      seen.add(kind);
    }
    for (const kind of ["skip", "pages", "ask", "choice", "bar", "hit"]) assert.ok(seen.has(kind), `${kind} of ${[...seen]}`);
  }));
});

describe("what one has begun stays while answers come", () => {
  const more = (page) => page.locator(".facet details").first();
  const from = (page) => page.getByRole("textbox", { name: "From" });
  const fields = (page) => new URL(page.url()).searchParams;

  test("folds stay open and dates stay typed", onMany(async (page) => {
    await page.goto("/?q=dam");
    await more(page).locator("summary").click();
    await page.locator(".table-behind summary").first().click();
    await from(page).fill("2017");
    await changed(page, () => more(page).locator("li a").first().click());
    assert.equal(await more(page).evaluate((one) => one.open), true);
    assert.equal(await page.locator(".table-behind").first().evaluate((one) => one.open), true);
    assert.equal(await from(page).inputValue(), "2017");
    await changed(page, () => box(page).fill("dam council"));
    assert.equal(await from(page).inputValue(), "2017");
    assert.equal(fields(page).get("from"), null, "nobody has applied it");
  }));

  test("dates are applied in place, and one goes on in the field", onMany(async (page) => {
    await page.goto("/?q=dam");
    const all = await total(page);
    await from(page).fill("2018");
    await changed(page, () => page.keyboard.press("Enter"));
    assert.equal(fields(page).get("from"), "2018");
    assert.ok((await total(page)) < all);
    assert.ok(await from(page).evaluate((input) => input === document.activeElement));
    await from(page).fill("soon");
    await changed(page, () => page.getByRole("button", { name: "Apply dates" }).click());
    assert.equal(await from(page).inputValue(), "soon");
    assert.match(await page.locator(".wrong").innerText(), /soon/);
    assert.equal(await total(page), all);
    // A stretch chosen on the chart is newer than what stands in the fields.
    await page.locator(".bar").first().focus();
    await page.keyboard.press("Shift+ArrowRight");
    await changed(page, () => page.keyboard.press("Enter"));
    assert.match(await from(page).inputValue(), /^2016/);
  }));

  test("words typed just before a click count", onMany(async (page) => {
    await page.goto("/?q=dam");
    await changed(page, () => page.evaluate(() => {
      const input = document.querySelector("input[type=search]");
      input.value = "harbour";
      input.dispatchEvent(new InputEvent("input", { bubbles: true }));
      document.querySelector(".facet li a").click();
    }));
    assert.equal(fields(page).get("q"), "harbour");
    assert.ok(fields(page).get("outlet"));
    assert.equal(await box(page).inputValue(), "harbour");
    await page.waitForTimeout(300);
    assert.ok(fields(page).get("outlet"), "nothing takes it back");
  }));

  test("words typed while a choice is under way do not undo it", onMany(async (page) => {
    await page.goto("/?q=dam");
    await page.route(/outlet=/, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 500));
      await route.continue().catch(() => {});
    });
    await page.locator(".facet li a").first().click();
    await box(page).press("End");
    await box(page).pressSequentially(" council");
    await page.waitForURL(/council/);
    assert.ok(fields(page).get("outlet"), page.url());
    assert.equal(await box(page).inputValue(), "dam council");
  }));

  test("a filter typed in another case ticks its row, which takes it out", onMany(async (page) => {
    await page.goto("/?q=dam&outlet=valley+COURIER&lang=EN");
    const ticked = page.locator(".facet a[aria-current]");
    assert.deepEqual(await ticked.locator(".value").allInnerTexts(), ["Valley Courier", "English"]);
    await changed(page, () => ticked.first().click());
    assert.equal(fields(page).get("outlet"), null);
    assert.equal(fields(page).get("lang"), "EN");
  }));
});

describe("quotations and articles", () => {
  test("quotations come first, with who, where, when and how sure", onFive(async (page) => {
    await page.goto("/quotes?q=%22witch+hunt%22");
    assert.ok((await page.locator(".quotation").count()) >= 3);
    const first = page.locator(".quotation").first();
    assert.match(await first.innerText(), /Donald Trump[\s\S]*% sure/);
    await changed(page, () => page.locator(".choice a", { hasText: "speaker" }).click());
    assert.match(await page.locator(".group h2").first().innerText(), /Donald Trump/);
    await changed(page, () => page.locator(".choice a", { hasText: /^article$/ }).click());
    assert.ok((await page.locator(".group").count()) >= 3);
  }));

  test("a quotation leads to its place in the article, and back to its speaker", onFive(async (page) => {
    await page.goto("/quotes?q=%22witch+hunt%22");
    await page.locator(".to-article").first().click();
    await page.waitForURL(/#q\d/);
    const id = new URL(page.url()).hash;
    assert.ok(await page.locator(`span${id}.said`).isVisible());
    await page.locator(".said-note a", { hasText: "Donald Trump" }).first().click();
    await page.waitForURL(/\/quotes\?speaker=/);
    assert.ok((await total(page)) > 0);
  }));

  test("from a quotation, a match and a wording one gets back to their lists", onMany(async (page) => {
    for (const list of ["/quotes?q=dam&group=article&speaker=%3DAnn+Lee", "/kwic?q=dam&sort=left&outlet=%3DValley+Courier"]) {
      await page.goto(list);
      await page.locator(".to-article").nth(1).click();
      await page.waitForURL(/\/article\?.*#[mtq]\d/);
      assert.ok(await page.locator(new URL(page.url()).hash).isVisible());
      await page.locator(".back a").click();
      const came = new URL(list, page.url());
      await page.waitForURL((url) => url.pathname === came.pathname);
      for (const [name, value] of came.searchParams) assert.equal(new URL(page.url()).searchParams.get(name), value);
    }
    await page.goto((await groupPages(page)).family);
    const came = page.url();
    await page.locator(".to-article").first().click();
    await page.locator(".back a").click();
    await page.waitForURL(/\/family/);
    assert.equal(new URL(page.url()).searchParams.get("id"), new URL(came).searchParams.get("id"));
  }));

  test("an article says where each value was read", onFive(async (page) => {
    await page.goto("/article?id=003_d18e6efe4b22adc9.txt");
    const known = await page.locator(".known").innerText();
    assert.match(known, /The Daily Wire/);
    assert.match(known, /11 July 2020/);
    assert.match(known, /from the header line|from the address/);
  }));

  test("the file of an article can be opened, and is shown as text", onFive(async (page) => {
    await page.goto("/article?id=003_d18e6efe4b22adc9.txt");
    const [answer] = await Promise.all([page.waitForResponse(/\/file\?/), page.getByText("open the file").click()]);
    assert.match(answer.headers()["content-type"], /^text\/plain/);
    assert.equal(await answer.text(), readFileSync(new URL("../../seeds/003_d18e6efe4b22adc9.txt", import.meta.url), "utf8"));
  }));

  test("n goes from match to match in an article, and results follow each other", onFive(async (page) => {
    await page.goto("/?q=%22witch+hunt%22");
    await page.locator(".hit h2 a").first().click();
    await page.waitForURL(/rank=1/);
    await page.keyboard.press("n");
    assert.equal(await page.locator("mark.is-here").count(), 1);
    assert.match(await page.locator("#step").innerText(), /^1 of/);
    await page.keyboard.press("N");
    await page.waitForURL(/rank=2/);
    await page.keyboard.press("P");
    await page.waitForURL(/rank=1/);
    await page.getByText("Back to the results").click();
    await page.waitForURL((url) => url.pathname === "/");
    assert.equal(await total(page), 3);
  }));

  test("an article names those that are like it, and what both have", onFive(async (page) => {
    await page.goto("/article?id=003_d18e6efe4b22adc9.txt");
    const first = page.locator(".similar li").first();
    assert.match(await first.innerText(), /in common|both have/);
    await first.locator("h3 a").click();
    await page.waitForURL((url) => url.searchParams.get("id")?.startsWith("00"));
  }));

  test("an id that nothing has is a page that says so", onFive(async (page, opened) => {
    const answer = await page.goto("/article?id=nothing");
    assert.equal(answer.status(), 404);
    assert.match(await page.locator("main").innerText(), /no article has this id/i);
    opened.faults.length = 0;
  }));
});

describe("utterances and stories", () => {
  test("an utterance has all its wordings, and says what is different", onFive(async (page) => {
    await page.goto("/quotes?q=%22witch+hunt%22");
    await page.locator(".choice a", { hasText: "same words" }).click();
    await page.waitForURL(/\/families/);
    await page.getByText(/Compare its \d wordings/).first().click();
    await page.waitForURL(/\/family\?.*id=/);
    assert.ok((await page.locator(".variants .quotation").count()) >= 4);
    const changed = page.locator(".variants .quotation", { hasText: "Fox News" }).first();
    assert.match(await changed.locator("ins").allInnerTexts().then((texts) => texts.join(" ")), /false/);
    assert.match(await changed.locator("del").allInnerTexts().then((texts) => texts.join(" ")), /phony/);
    await changed.locator(".to-article").click();
    await page.waitForURL(/\/article\?.*id=000.*#q\d/);
  }));

  test("a story has its articles and which outlet carried which words", onFive(async (page) => {
    await page.goto("/?q=trump");
    await page.locator(".choice a", { hasText: "story" }).click();
    await page.waitForURL(/\/stories/);
    await page.locator(".hit h2 a").first().click();
    await page.waitForURL(/\/story\?.*id=/);
    assert.ok((await page.locator("table.wide tbody tr").count()) >= 2);
    assert.match(await page.locator(".matrix thead").innerText(), /NBC News/);
    await page.locator(".matrix tbody th a").first().click();
    await page.waitForURL(/\/family\?id=/);
  }));
});

describe("the other pages", () => {
  test("the overview counts what is there and what is missing", onFive(async (page) => {
    await page.goto("/overview");
    const text = await page.locator("main").innerText();
    assert.match(text, /articles\s+5/);
    assert.match(text, /Articles without a date\s+4/);
    await page.getByRole("link", { name: "Articles without a date" }).click();
    await page.waitForURL(/date%3A|date:/);
    assert.equal(await total(page), 4);
  }));

  test("a concordance shows lines, and counts the words beside and near", onFive(async (page) => {
    await page.goto("/kwic?q=%22witch+hunt%22");
    const matches = await page.locator(".lines .match mark").allInnerTexts();
    assert.ok(matches.length >= 4);
    for (const match of matches) assert.equal(match.toLowerCase(), "witch hunt");
    await changed(page, () => page.getByText("words before").first().click());
    assert.match(await page.locator(".bars tbody").innerText(), /russia/);
    await changed(page, () => page.getByText("words near").click());
    assert.match(await page.locator("thead").innerText(), /log-likelihood/i);
  }));

  test("a comparison says what one side uses more", onMany(async (page) => {
    await page.goto("/compare?a=dam&b=harbour");
    const [a, b] = await page.locator(".halves section").all();
    assert.match(await a.locator("tbody").innerText(), /dam/);
    assert.match(await b.locator("tbody").innerText(), /harbour/);
  }));
});

for (const script of [true, false]) {
  test(`the quotations of a text are checked${script ? "" : " without a script"}`, onFive(async (page) => {
    await page.goto("/check");
    await page.getByLabel("A text with quotations").fill(
      "Sessions wrote: “Look, I know your anger, but recusal was required by law. I did my duty and you are very fortunate I did.”\n" +
      "Trump wrote of “the phony Russia Witch Hunt”. The mayor spoke of “an outrage of historic dimension”.",
    );
    await page.getByRole("button", { name: "Check its quotations" }).click();
    await page.locator("[data-verdict]").first().waitFor();
    const verdicts = await page.locator("[data-verdict]").evaluateAll((all) => all.map((one) => one.dataset.verdict));
    assert.deepEqual(verdicts, ["differs", "verbatim", "not found"]);
    assert.match(await page.locator("[data-verdict=differs] .wording").first().innerText(), /you are very\s+you’re damn/);
    assert.match(await page.getByLabel("A text with quotations").inputValue(), /^Sessions wrote/);
    await page.locator("[data-verdict=verbatim] .to-article").first().click();
    await page.waitForURL(/\/article\?.*#m\d+$/);
    assert.match(await page.locator("mark:target").innerText(), /the phony Russia Witch Hunt/i);
  }, { script }));
}

test("all articles that match can be saved", onFive(async (page) => {
  await page.goto("/?q=%22witch+hunt%22");
  for (const [name, check] of [
    ["CSV", (text) => assert.match(text, /^\ufeffid,path,title/)],
    ["JSON lines", (text) => assert.equal(text.trim().split("\n").map(JSON.parse).length, 3)],
  ]) {
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name }).click()]);
    check(readFileSync(await download.path(), "utf8"));
  }
}));

test("without a script everything works by links and forms", onMany(async (page) => {
  await page.goto("/");
  await box(page).fill("dam");
  await page.getByRole("button", { name: "Search" }).click();
  const all = await total(page);
  await page.locator(".facet").first().locator("li a").first().click();
  assert.ok((await total(page)) < all);
  await page.locator("input[name=from]").fill("2016-02");
  await page.getByRole("button", { name: "Apply dates" }).click();
  assert.match(page.url(), /q=dam.*outlet=.*from=2016-02/);
  await page.locator(".table-behind summary").first().click();
  await page.locator(".table-behind tbody a").first().click();
  assert.match(page.url(), /to=/);
  await page.goto("/?q=dam");
  await page.getByRole("link", { name: "Next ›" }).click();
  assert.match(page.url(), /offset=10/);
  await page.locator(".hit h2 a").first().click();
  await page.locator(".steps .places a").first().click();
  assert.match(page.url(), /#(m|t)\d+$/);
}, { script: false }));

test("hostile text is shown as text", onMany(async (page) => {
  const groups = await groupPages(page);
  for (const path of [
    groups.family,
    groups.story,
    "/?q=hostile",
    "/quotes?q=example",
    "/kwic?q=hostile",
    "/overview",
    `/article?id=${encodeURIComponent("hostile/<script>alert(1)</script>")}&q=hostile`,
    "/article?id=bidi",
    "/article?id=long",
    "/compare?a=hostile&b=dam",
    "/families?q=hostile",
    "/stories",
    `/?q=${encodeURIComponent("\"><script>document.title='broken'</script>")}`,
  ]) {
    await page.goto(path);
    await page.waitForLoadState("networkidle");
    assert.notEqual(await page.title(), "broken", path);
    const active = await page.evaluate(() =>
      [...document.querySelectorAll("main script, main img, main iframe, main object, [onerror], [onload], [style]")].length +
      [...document.querySelectorAll("[href], [src], [action]")].filter((one) => /^\s*(javascript|data):/i.test(one.getAttribute("href") ?? "")).length);
    assert.equal(active, 0, path);
    assert.ok((await page.content()).length < 400_000, `${path} is not blown up by a long headline`);
    assert.ok(LONG_TITLE.length > 100_000);
  }
  await page.goto("/?q=hostile");
  const titles = await page.locator(".hit h2").allInnerTexts();
  assert.ok(titles.some((title) => title.includes("<script>document.title='broken'</script>")));
}));

for (const width of [390, 820, 1440]) {
  test(`nothing is wider than a screen of ${width}`, onMany(async (page) => {
    const groups = await groupPages(page);
    for (const path of [groups.family, groups.story, "/?q=dam&from=soon", "/?q=hostile", "/?q=dam&stack=outlet", "/quotes?q=dam", "/overview", "/families", "/stories", "/kwic?q=dam&collocates=5", "/kwic?q=dam", "/compare?a=dam&b=harbour", "/article?id=long", "/article?id=invented-3&q=dam&rank=2"]) {
      await page.goto(path);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(over <= 0, `${path}: ${over} px too wide`);
    }
  }, { width }));
}

for (const theme of ["light", "dark"]) {
  test(`no serious finding for those who cannot see or point, ${theme}`, onMany(async (page, opened) => {
    const groups = await groupPages(page);
    for (const path of [
      groups.family,
      groups.story,
      "/kwic?q=dam&from=soon",
      "/",
      "/?q=dam&stack=outlet",
      "/?q=dam+outlt:x&outlet=%3DValley+Courier&from=2018",
      "/?q=zebras+dam",
      "/quotes?q=dam",
      "/quotes?q=dam&group=speaker",
      "/article?id=invented-3&q=dam&rank=2",
      "/overview",
      "/kwic?q=dam",
      "/kwic?q=dam&collocates=5",
      "/families",
      "/stories?q=dam",
      "/compare",
      "/compare?a=dam&b=harbour",
      "/check",
      "/article?id=nothing",
    ]) {
      await page.goto(path);
      await page.evaluate(AXE);
      const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
      const grave = violations
        .filter(({ impact }) => ["serious", "critical"].includes(impact))
        .map(({ id, nodes }) => `${path}: ${id}: ${nodes.map((node) => node.html.slice(0, 160)).slice(0, 3).join("\n")}`);
      assert.deepEqual(grave, []);
    }
    opened.faults = opened.faults.filter((fault) => !fault.includes("404"));
  }, { theme }));
}

test("a filter drawer opens on a narrow screen without moving the focus away", onMany(async (page) => {
  await page.goto("/?q=dam");
  assert.equal(await page.locator("#filters").isVisible(), false);
  const drawer = page.getByRole("button", { name: "Filters" });
  assert.equal(await drawer.getAttribute("aria-expanded"), "false");
  await drawer.click();
  assert.equal(await drawer.getAttribute("aria-expanded"), "true");
  assert.equal(await page.locator("#filters").isVisible(), true);
  await changed(page, () => page.locator(".facet li a").first().click());
  assert.equal(await page.locator("#filters").isVisible(), true, "it stays open while one chooses");
  assert.equal(await drawer.getAttribute("aria-expanded"), "true");
  await drawer.press("Space");
  assert.equal(await page.locator("#filters").isVisible(), false);
}, { width: 390, height: 844 }));

test("nothing moves while the page is built and while answers come", onMany(async (page) => {
  await page.addInitScript(() => {
    window.shifted = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
  });
  await page.goto("/?q=dam&stack=outlet");
  await page.waitForLoadState("networkidle");
  assert.ok((await page.evaluate(() => window.shifted)) < 0.02);
}));

test("what another process indexes is there at the next look", onMany(async (page) => {
  await page.goto("/?q=afterwards");
  assert.match(await page.locator(".empty h2").innerText(), /No articles/);
  appendFileSync(many.source, `\n${JSON.stringify({ id: "later", title: "Afterwards", text: "It came afterwards." })}`);
  execFileSync(many.search, ["--index", many.index, "-q", "index", many.source]);
  await page.reload();
  assert.equal(await total(page), 1);
}));
