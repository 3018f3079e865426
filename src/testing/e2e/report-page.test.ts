/** report.html in a real browser: shows what it should, loads nothing, runs nothing that a target has said. */
import assert from 'node:assert/strict';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { RunRecord, Verdict } from '../../store/records/records.ts';
import { FILES } from '../../store/store.ts';
import { CHROMIUM, type Look, launch, type Opened, openFile } from './browser.ts';
import { newWorld, type World } from './cli.ts';
import {
  brokenWords,
  cutTexts,
  emptyCharts,
  faintTexts,
  fitsScreen,
  overlappingTexts,
  plotEdges,
  tooWide,
  unfold,
} from './page-checks.ts';

const LIGHT: Look = { colorScheme: 'light', width: 1440 };
const LOOKS: Record<string, Look> = {
  light: LIGHT,
  'dark, a tablet': { colorScheme: 'dark', width: 768 },
  phone: { colorScheme: 'light', width: 360 },
};
const MAX_BYTES = 1.5 * 1024 * 1024;
/** A sheet of A4 within its margins, at 96 dots an inch. */
const PAPER_PX = 718;
const HOSTILE = '<img src=x onerror="window.hacked=1"></script><script>window.hacked=1</script>';

const options = CHROMIUM === undefined ? { skip: 'no Chromium on this machine' } : {};
let world: World;
let browser: Browser | undefined;

before(async () => {
  world = newWorld();
  if (CHROMIUM === undefined) return;
  await world.run(
    't3-micro soak upload --duration 8s --vus 20 --sandbox process --fault crash:after_requests=400',
  );
  browser = await launch();
});
after(async () => {
  await browser?.close();
  world.end();
});

for (const [name, look] of Object.entries(LOOKS))
  test(`the report of a failed run is readable: ${name}`, options, () =>
    onPage(look, async ({ page }) => {
      assert.ok(statSync(reportOf(world)).size < MAX_BYTES);
      assert.match(await page.locator('h1').innerText(), /Critical: it does not survive on t3-micro \(soak/);
      await firstScreen(page);
      await unfold(page);
      assert.ok((await page.locator('canvas').count()) >= 20);
      assert.deepEqual(await cutTexts(page), []);
      assert.deepEqual(await overlappingTexts(page), []);
      assert.deepEqual(await brokenWords(page), []);
      assert.deepEqual(await emptyCharts(page), []);
      assert.deepEqual(await faintTexts(page), []);
      assert.ok(await fitsScreen(page), 'the page scrolls sideways');
      const path = join(world.folder, `${name}.png`);
      await page.screenshot({ fullPage: true, path });
      assert.ok(statSync(path).size > 0);
    }),
  );

test('what is broken is open, and its charts begin and end above each other', options, () =>
  onPage(LIGHT, async ({ page }) => {
    await page.waitForSelector('details.scene[open] [data-chart] canvas');
    const edges = await plotEdges(page);
    assert.ok(edges.length >= 10);
    assert.deepEqual(
      [...new Set(edges)],
      edges.slice(0, 1),
      'of each chart: left and right, from its own left',
    );
  }),
);

test('the keyboard opens a scenario and moves one cursor over all its charts', options, () =>
  onPage(LIGHT, async ({ page }) => {
    await page.evaluate(
      "document.querySelectorAll('details.scene').forEach((each) => { each.open = false; })",
    );
    for (let presses = 0; presses < 20; presses++) {
      await page.keyboard.press('Tab');
      if (await page.evaluate("document.activeElement.matches('details.scene > summary')")) break;
    }
    await page.keyboard.press('Enter');
    await page.waitForSelector('details.scene[open] [data-chart="load"] canvas');
    await page.locator('[data-chart="load"]').first().focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowLeft']) await page.keyboard.press(key);
    const load = page.locator('[data-chart="load"]').first();
    assert.match((await load.getAttribute('aria-valuetext')) ?? '', /^0:02, VUs (\d+ VUs|not read)$/);
    const times = await page
      .locator('details.scene[open] [data-chart] .u-legend tr:first-child .u-value')
      .allInnerTexts();
    assert.deepEqual(new Set(times.slice(0, 6)), new Set(['0:02']));
  }),
);

test('on paper everything is open and nothing is cut', options, () =>
  onPage({ colorScheme: 'dark', width: PAPER_PX }, async ({ page }) => {
    await page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = false; })");
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await page.evaluate("window.dispatchEvent(new Event('beforeprint'))");
    assert.equal(await page.locator('details:not([open])').count(), 0);
    await page.waitForSelector('canvas');
    assert.deepEqual(await emptyCharts(page), []);
    assert.deepEqual(await tooWide(page), []);
    assert.equal(
      await page.evaluate('getComputedStyle(document.body).backgroundColor'),
      'rgb(255, 255, 255)',
      'paper is white',
    );
  }),
);

test('what a target says is shown and never run', options, async () => {
  const folder = join(world.results, 'latest');
  const verdict = read<Verdict>(folder, FILES.verdict);
  const run = read<RunRecord>(folder, FILES.run);
  for (const { scenarios } of verdict.profiles)
    for (const { findings } of scenarios) for (const finding of findings) finding.message = HOSTILE;
  writeFileSync(join(folder, FILES.verdict), JSON.stringify(verdict));
  writeFileSync(
    join(folder, FILES.run),
    JSON.stringify({ ...run, target: { ...run.target, about: HOSTILE }, argv: [HOSTILE] }),
  );
  assert.equal((await world.run('report latest')).code, 0);
  await onPage(LIGHT, async ({ page }) => {
    await unfold(page);
    assert.ok((await page.locator('header').innerText()).includes(HOSTILE));
    assert.equal(await page.evaluate('window.hacked'), undefined);
  });
});

/** What the header answers before anything is opened: the load held, what it took, what to do, how sure that is. */
async function firstScreen(page: Page): Promise<void> {
  // Where a table does not fit, what stood at the head of a column is told beside each cell by the style sheet.
  const labels: string[] = await page.evaluate(
    "[...document.querySelectorAll('header [data-label]')].map((cell) => cell.dataset.label)",
  );
  const header = [await page.locator('header').innerText(), ...labels].join('\n');
  for (const part of [
    /crash|exit/i,
    /What to do/i,
    /How sure are we/i,
    /highest load held/i,
    /\d+ of 1024 MiB, [\d.]+ %/,
    /CPU throttled/i,
  ])
    assert.match(header, part);
  await page.waitForSelector('header [data-chart] canvas');
  assert.equal(await page.locator('header .answer [data-chart] canvas').count(), 2);
  assert.ok((await page.locator('header svg.spark path.curve').count()) >= 3);
}

/** Whatever is looked at: no complaint on the console, and no request leaves the page. */
async function onPage(look: Look, check: (opened: Opened) => Promise<void>): Promise<void> {
  assert.ok(browser !== undefined);
  const opened = await openFile(browser, reportOf(world), look);
  await opened.page.waitForSelector('h1');
  await check(opened);
  assert.deepEqual(opened.complaints, []);
  assert.deepEqual(opened.requests, []);
  await opened.page.context().close();
}

function reportOf({ results }: World): string {
  return join(results, 'latest', FILES.reportHtml);
}

function read<T>(folder: string, file: string): T {
  return JSON.parse(readFileSync(join(folder, file), 'utf8')) as T;
}
