// Opens HTML reports in Chromium and says what is wrong with them.
//   node html.mjs CHROME audit FILE…               accessible, silent, and nothing is asked of anybody
//   node html.mjs CHROME plain FILE JSON           whole without script
//   node html.mjs CHROME hostile FILE JSON         every name is text, and the one that was scanned
//   node html.mjs CHROME quick FILE ROWS           no freeze, and a filter within 100 ms
//   node html.mjs CHROME questions FILE            people's questions, within five clicks or one search
import assert from "node:assert/strict";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { chromium } from "playwright-core";

const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const [executablePath, what, file, other, ...more] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

// A page, and everything it did that a report must not do.
async function open(report, options = {}) {
  const context = await browser.newContext({ offline: true, viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const wrong = [];
  page.on("request", (request) => { if (request.url() !== `file://${encodeURI(path.resolve(report))}`) wrong.push(`request: ${request.url()}`); });
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) wrong.push(`console: ${message.text()}`); });
  page.on("pageerror", (error) => wrong.push(`error: ${error}`));
  page.on("dialog", (dialog) => { wrong.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  await page.goto(`file://${encodeURI(path.resolve(report))}`);
  return { page, wrong, context };
}

// axe is handed in by the debugger, which the page's policy does not bind.
async function audit(page) {
  await page.evaluate(axe);
  const result = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  assert.ok(result.passes.length > 20, "axe looked at the page");
  return result.violations.map((one) => `${one.id} (${one.impact}): ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`);
}

const visibleRows = (page, table) => page.locator(`#${table} > tbody > tr:visible`);

const checks = {
  async audit() {
    const found = [];
    for (const report of [file, other, ...more].filter(Boolean)) {
      for (const colorScheme of ["light", "dark"]) {
        for (const width of [390, 820, 1440]) {
          const { page, wrong, context } = await open(report, { colorScheme, viewport: { width, height: 900 } });
          found.push(...(await audit(page)).map((one) => `${report} ${colorScheme} ${width}: ${one}`));
          if (width === 1440) {
            await page.fill("#q", "order");
            found.push(...(await audit(page)).map((one) => `${report} ${colorScheme} searching: ${one}`));
          }
          const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
          if (overflow > 0) found.push(`${report} ${width}: the page is ${overflow} px too wide`);
          found.push(...wrong);
          await context.close();
        }
      }
    }
    assert.deepEqual(found, []);
  },

  async plain() {
    const inventory = JSON.parse(fs.readFileSync(other, "utf8"));
    const { page, wrong } = await open(file, { javaScriptEnabled: false });
    const counts = { "t-points": inventory.points.length, "t-observers": inventory.observers.length, "t-references": inventory.references.length, "t-skips": inventory.skips.length };
    for (const [table, count] of Object.entries(counts)) {
      if (count) assert.equal(await page.locator(`#${table} > tbody > tr`).count(), count, table);
    }
    assert.equal(await page.locator(".found > tbody > tr").count(), inventory.findings.length);
    assert.equal(await page.locator(".search").isVisible(), false, "a search that does nothing is not shown");
    for (const details of await page.locator("details.long:not([open]) > summary").all()) await details.click();
    assert.equal(await visibleRows(page, "t-points").count(), inventory.points.length);
    assert.deepEqual(wrong, []);
  },

  async hostile() {
    const inventory = JSON.parse(fs.readFileSync(other, "utf8"));
    const { page, wrong } = await open(file);
    // What would not be seen, or would act on what surrounds it, is spelt out in every report for people.
    const visible = (text) => text.replace(/[\p{Cc}\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu, (c) =>
      ({ "\n": "\\n", "\r": "\\r", "\t": "\\t" })[c] ?? `\\u{${c.codePointAt(0).toString(16)}}`);
    await page.evaluate(() => dispatchEvent(new Event("beforeprint"))); // every row at once
    const cells = (table, selector) => page.locator(`#${table} > tbody > tr`).evaluateAll((rows, selector) => rows.map((row) => {
      const found = row.querySelector(selector);
      return found ? found.textContent : "";
    }), selector);
    const labels = Object.fromEntries(inventory.components.map((one) => [one.path, visible(one.name || one.path || ".")]));
    assert.deepEqual(await cells("t-points", "td:first-child > code"), inventory.points.map((point) => visible(point.template ?? point.exposed ?? point.name ?? "")));
    assert.deepEqual(await cells("t-points", "td:nth-child(6) .p"), inventory.points.map((point) => visible(`${point.at.path}:${point.at.start.line}`)));
    assert.deepEqual(await cells("t-points", "td:nth-child(5)"), inventory.points.map((point) => labels[point.component] ?? "no component").map((text) => text));
    assert.deepEqual((await cells("t-observers", "td:first-child")).map((text, at) => text.startsWith(visible(inventory.observers[at].name))), inventory.observers.map(() => true));
    assert.deepEqual(await cells("t-references", "td:first-child code"), inventory.references.map((one) => visible(one.name)));
    assert.deepEqual(await cells("t-declarations", "td:nth-child(3)"), inventory.declarations.map((one) => visible(one.owner)));
    const names = new Set(inventory.points.map((point) => point.template));
    const missing = JSON.parse(more[0]).filter((text) => !names.has(text));
    assert.deepEqual(missing, [], "a hostile name was not scanned");
    assert.equal(await page.locator("script").count(), 1);
    assert.equal(await page.locator("style, link, base").count(), 1);
    assert.equal(await page.locator("img, iframe, object, embed, form, h1 + h1, main h1").count(), 0);
    assert.equal(await page.evaluate(() => document.title), `${inventory.target.name} · Vigie`);
    // A choice of a value, a search for one and an address of one are as harmless.
    for (const component of ["<img src=x onerror=owned()>", "__proto__"]) {
      await page.locator("#t-components > tbody > tr", { has: page.getByRole("rowheader", { name: component }) }).locator("a").first().click();
      for (const row of await visibleRows(page, "t-points").all()) assert.equal(await row.locator("td:nth-child(5)").textContent(), component);
      await page.reload();
      assert.ok(await visibleRows(page, "t-points").count() > 0);
      for (const row of await visibleRows(page, "t-points").all()) assert.equal(await row.locator("td:nth-child(5)").textContent(), component);
    }
    await page.goto(page.url().split("#")[0]);
    await page.fill("#q", "</script><script>owned()</script>");
    assert.ok(await visibleRows(page, "t-points").count() > 0);
    assert.deepEqual(wrong, []);
  },

  async quick() {
    const rows = Number(other);
    const { page, wrong } = await open(file);
    await page.waitForTimeout(3000); // what is read ahead has been read
    const load = await page.evaluate(() => {
      const [navigation] = performance.getEntriesByType("navigation");
      return { parsed: navigation.domInteractive, script: navigation.domContentLoadedEventEnd - navigation.domContentLoadedEventStart };
    });
    assert.equal(await page.evaluate(() => document.querySelector("#t-points > tbody").rows.length), 50);
    const times = await page.evaluate(() => {
      const input = document.getElementById("q");
      const took = (act) => {
        const start = performance.now();
        act();
        document.body.getBoundingClientRect(); // the layout that follows belongs to it
        return performance.now() - start;
      };
      const type = (text) => took(() => { input.value = text; input.dispatchEvent(new Event("input")); });
      const tried = {};
      for (let round = 0; round < 3; round += 1) {
        const times = {};
        for (const text of ["o", "or", "order", "order refused", "service07 payment timed out", "nothing has this", ""]) times[`search “${text}”`] = type(text);
        for (const at of [1, 2, 3]) {
          const select = document.querySelectorAll("#points select")[at];
          times[`values of column ${at}`] = took(() => select.dispatchEvent(new Event("focus")));
          times[`choice in column ${at}`] = took(() => { select.selectedIndex = 1; select.dispatchEvent(new Event("change")); });
        }
        times["next page"] = took(() => document.querySelectorAll("#points .pages button")[1].click());
        for (const select of document.querySelectorAll("#points select")) {
          select.selectedIndex = 0;
          select.dispatchEvent(new Event("change"));
        }
        for (const [act, time] of Object.entries(times)) (tried[act] ??= []).push(time);
      }
      // The middle one of three: a busy machine is not the page's fault.
      return Object.fromEntries(Object.entries(tried).map(([act, times]) => [act, times.sort((a, b) => a - b)[1]]));
    });
    console.log(`${rows} rows: parsed after ${load.parsed.toFixed(0)} ms, script ready in ${load.script.toFixed(0)} ms`);
    for (const [act, time] of Object.entries(times)) console.log(`${time.toFixed(1).padStart(8)} ms  ${act}`);
    const slow = Object.entries(times).filter(([, time]) => time >= 100);
    assert.deepEqual(slow, []);
    assert.ok(load.script < 1000, "the page does not freeze while the script begins");
    assert.deepEqual(wrong, []);
  },

  async questions() {
    const { page, wrong } = await open(file);
    let clicks = 0;
    const click = async (locator) => { clicks += 1; await locator.click(); };
    // Which alerts watch this service?
    const orders = page.locator("#t-components > tbody > tr", { has: page.getByRole("rowheader", { name: /^orders/ }) });
    await click(orders.getByRole("link", { name: /alerts/ }));
    const alerts = (await visibleRows(page, "t-observers").locator("td:first-child").allTextContents()).map((text) => text.split(" ")[0]);
    assert.deepEqual(alerts.sort(), ["OrdersRefused", "OrdersRefusedForLong"], "also the one behind a recording rule");
    assert.ok(clicks <= 5);
    // Where is this log line written? By one search, for the line as it stood in the log.
    await page.fill("#q", "order 4711 of customer ACME was refused: out of stock");
    const places = await visibleRows(page, "t-points").locator(".p").allTextContents();
    assert.deepEqual(places, ["services/orders/app.py:9"]);
    await page.fill("#q", "");
    // Which secrets does CI need?
    clicks = 0;
    await click(page.getByRole("navigation").getByRole("link", { name: /Secrets asked for/ }));
    clicks += 2; // open the list, choose from it
    const source = page.locator("#secrets").getByLabel("Source");
    if (await source.count()) {
      await source.focus();
      await source.selectOption("CI secret");
    } else {
      await page.fill("#q", "ci secret");
    }
    const secrets = await visibleRows(page, "t-secrets").locator("th code").allTextContents();
    assert.deepEqual(secrets.sort(), ["DEPLOY_TOKEN", "REGISTRY_PASSWORD"]);
    assert.ok(clicks <= 5);
    // An address is one that can be sent to somebody.
    await page.goto(page.url().split("#")[0]);
    const link = await page.locator("#t-points a[href^='#p']").first().getAttribute("href");
    await page.goto(page.url().split("#")[0] + link);
    await page.reload();
    assert.ok(await page.locator(link).isVisible());
    assert.deepEqual(wrong, []);
  },
};

try {
  await checks[what]();
} finally {
  await browser.close();
}
