/** The page of `--live` in a real browser: its charts grow, and it ends as the report. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { PING, runOf, START_MS, samplesOf, storedRun } from '../../judge/fixtures.ts';
import { judge } from '../../judge/judge.ts';
import { OPTIONS } from '../../plan/fixtures.ts';
import { withLive } from '../../run/live/live.ts';
import { CHROMIUM, withBrowser } from './browser.ts';
import { cutTexts, emptyCharts, fitsScreen } from './page-checks.ts';

const options = CHROMIUM === undefined ? { skip: 'no Chromium on this machine' } : {};
const HOSTILE = '<img src=x onerror="window.hacked=1">';
const ORDER = {
  options: { ...OPTIONS, live: true },
  plan: { profiles: [{ ...runOf().profiles[0], env: {} }], scenarios: [PING], skipped: [] },
  target: { about: HOSTILE },
} as unknown as Parameters<typeof withLive>[0];
const SECONDS = [0, 1, 2, 3, 4, 5];
const SAMPLES = samplesOf({
  cgroup_memory_held_bytes: SECONDS.map((second) => 1e8 + second * 1e7),
  cgroup_cpu_seconds_total: SECONDS.map((second) => second / 2),
});

test('charts grow while the run goes on, and the page ends as the report', options, async (t) => {
  const folder = await storedRun(t, runOf());
  judge(folder);
  let url = '';
  const progress = {
    note(line: string) {
      url = /http:\S+/.exec(line)?.[0] ?? url;
    },
    scenario: () => ({ show() {} }),
    verdict() {},
  };
  await withBrowser(async (browser) => {
    const page = await browser.newPage({ viewport: { width: 360, height: 900 } });
    const complaints: string[] = [];
    page.on('pageerror', ({ message }) => complaints.push(message));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(url) && !request.url().startsWith('data:'))
        complaints.push(request.url());
    });
    await withLive(ORDER, progress, async (shown) => {
      await page.goto(url);
      const { show } = shown.scenario(1, 1, 't3-micro / ping', 30, 30);
      await page.locator('h1', { hasText: 't3-micro / ping, scenario 1 of 1' }).waitFor();
      for (const sample of SAMPLES) {
        show({ t: START_MS, values: { vus: { value: 7 }, http_reqs: { rate: 90 } } }, sample);
        await pause(20);
      }
      await page.locator('[data-chart=memory] .u-legend', { hasText: '143 MiB' }).waitFor();
      assert.deepEqual(await emptyCharts(page), []);
      assert.deepEqual(await cutTexts(page), []);
      assert.ok(await fitsScreen(page));
      assert.ok((await page.locator('header').innerText()).includes(HOSTILE));
      shown.verdict('warning', HOSTILE);
      await page.locator('li', { hasText: HOSTILE }).waitFor();
      return { folder };
    });
    await page.locator('h1', { hasText: 'Healthy: it survived' }).waitFor();
    assert.equal(await page.evaluate('window.hacked'), undefined);
    assert.deepEqual(complaints, []);
  });
});
