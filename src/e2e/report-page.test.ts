/** report.html in a real browser: shows what it should, loads nothing, runs nothing that a target has said. */
import assert from 'node:assert/strict';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import type { RunRecord, Verdict } from '../records.ts';
import { FILES } from '../store.ts';
import { CHROMIUM, type Look, openFile, withBrowser } from './browser.ts';
import { newWorld, type World } from './cli.ts';

const LOOKS: Record<string, Look> = {
  light: { colorScheme: 'light', width: 1200 },
  dark: { colorScheme: 'dark', width: 1200 },
  phone: { colorScheme: 'light', width: 390 },
};
/** https://www.w3.org/TR/WCAG22/#contrast-minimum */
const LEAST_CONTRAST = 4.5;
const MOST_BYTES = 2 * 1024 * 1024;
const HOSTILE = '<img src=x onerror="window.hacked=1"></script><script>window.hacked=1</script>';

const options = CHROMIUM === undefined ? { skip: 'no Chromium on this machine' } : {};
let world: World;

before(async () => {
  world = newWorld();
  if (CHROMIUM !== undefined)
    await world.run(
      't3-micro soak upload --duration 8s --vus 20 --sandbox process --fault crash:after_requests=400',
    );
});
after(() => world.end());

for (const [name, look] of Object.entries(LOOKS))
  test(`the report of a failed run is readable: ${name}`, options, async () => {
    const path = reportOf(world);
    assert.ok(statSync(path).size < MOST_BYTES);
    await withBrowser(async (browser) => {
      const { page, complaints, requests } = await openFile(browser, path, look);
      await unfold(page);
      assert.match(await page.locator('h1').innerText(), /Critical: it does not survive/);
      assert.match(await page.locator('header').innerText(), /crash|exit/i);
      assert.ok((await page.locator('canvas').count()) >= 4);
      assert.deepEqual(await emptyCharts(page), []);
      assert.deepEqual(await faintTexts(page), []);
      assert.ok(await fitsScreen(page), 'the page scrolls sideways');
      assert.ok((await page.screenshot({ fullPage: true })).length > 0);
      assert.deepEqual(complaints, []);
      assert.deepEqual(requests, []);
    });
  });

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
  await withBrowser(async (browser) => {
    const { page, complaints, requests } = await openFile(browser, reportOf(world), LOOKS.light as Look);
    await unfold(page);
    assert.ok((await page.locator('header').innerText()).includes(HOSTILE));
    assert.equal(await page.evaluate('window.hacked'), undefined);
    assert.deepEqual([...complaints, ...requests], []);
  });
});

function reportOf({ results }: World): string {
  return join(results, 'latest', FILES.reportHtml);
}

function read<T>(folder: string, file: string): T {
  return JSON.parse(readFileSync(join(folder, file), 'utf8')) as T;
}

async function unfold(page: Page): Promise<void> {
  await page.waitForSelector('h1');
  await page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })");
  await page.waitForSelector('canvas');
  await page.waitForFunction(
    "[...document.querySelectorAll('[data-chart]')].every((chart) => chart.querySelector('canvas'))",
  );
}

/** Charts whose canvas has but one colour. Code in text: it runs in the page, where our types do not. */
function emptyCharts(page: Page): Promise<string[]> {
  return page.evaluate(`[...document.querySelectorAll('[data-chart]')].filter((chart) => {
    const canvas = chart.querySelector('canvas');
    const pixels = new Uint32Array(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer);
    return new Set(pixels).size < 3;
  }).map((chart) => chart.dataset.chart)`);
}

/** Texts with too little contrast to what lies behind them. */
function faintTexts(page: Page): Promise<string[]> {
  return page.evaluate(`(() => {
    const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
    const luminance = ([r, g, b]) => [r, g, b].map((c) => c / 255)
      .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
      .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
    const behind = (node) => {
      for (let at = node; at !== null; at = at.parentElement) {
        const colour = channels(getComputedStyle(at).backgroundColor);
        if (colour[3] !== 0) return colour;
      }
      return channels(getComputedStyle(document.documentElement).backgroundColor);
    };
    const ownText = (node) => [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim() !== '');
    const faint = [...document.querySelectorAll('#page *')].filter((node) => !node.closest('svg') && ownText(node)).filter((node) => {
      const [light, dark] = [luminance(channels(getComputedStyle(node).color)), luminance(behind(node))].sort((a, b) => b - a);
      return (light + 0.05) / (dark + 0.05) < ${LEAST_CONTRAST};
    });
    return faint.map((node) => node.textContent.slice(0, 40));
  })()`);
}

function fitsScreen(page: Page): Promise<boolean> {
  return page.evaluate('document.documentElement.scrollWidth <= window.innerWidth + 1');
}
