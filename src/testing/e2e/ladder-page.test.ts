/** The first chart of a ladder on three boxes: latency and throughput against load, and where each box breaks, as a band. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Page } from 'playwright-core';
import { MICRO, runOf, timelineText } from '../../judge/fixtures.ts';
import { judge } from '../../judge/judge.ts';
import { closedModel, LADDER_VUS, playedLadder } from '../../judge/load/ladder-fixtures.ts';
import { report } from '../../report/report.ts';
import { FILES, scenarioFolder } from '../../store/store.ts';
import { tempFolder } from '../temp-folder.ts';
import { CHROMIUM, type Look, openFile, withBrowser } from './browser.ts';
import { brokenWords, cutTexts, emptyCharts, faintTexts, overlappingTexts, tooWide } from './page-checks.ts';

const options = CHROMIUM === undefined ? { skip: 'no Chromium on this machine' } : {};
const LOOKS: Look[] = [
  { colorScheme: 'light', width: 1440 },
  { colorScheme: 'dark', width: 768 },
  { colorScheme: 'light', width: 360 },
];
/** A sheet of A4 within its margins, at 96 dots an inch. */
const PAPER_PX = 718;
/** Operations a second that each box can do: a million is more than the ladder asks for. */
const CAPACITY = { 't3-micro': 300, 't3-small': 700, 't3-medium': 1e6 };
/** Between two levels each: before the first band, in that of t3-micro, in that of t3-small, after both. */
const PLACES = [150, 300, 700, 1500];

test('each box that breaks has its band in the first chart, in its own colour', options, async (t) => {
  const path = report(await storedLadders(t));
  await withBrowser(async (browser) => {
    for (const look of LOOKS) {
      const { page, complaints, requests } = await openFile(browser, path, look);
      await page.waitForSelector('header .answer figure:nth-child(2) canvas');
      const header = await page.locator('header').innerText();
      assert.match(
        header,
        /t3-micro[\s\S]*200 VUs in ladder, 19\d operations\/s; breaks between 200 and 500/,
      );
      assert.match(
        header,
        /t3-medium[\s\S]*2000 VUs in ladder, 1,980 operations\/s; the highest that was tried/,
      );
      // Chromium warns of what this test itself does next: reading pixels.
      assert.deepEqual([complaints, requests], [[], []]);
      for (const place of [0, 1]) {
        const [before, micro, small, after] = await backgrounds(page, place);
        assert.equal(before, after);
        assert.equal(new Set([before, micro, small]).size, 3, `chart ${place} at ${look.width} pixels`);
      }
      for (const wrong of [cutTexts, overlappingTexts, brokenWords, emptyCharts, faintTexts])
        assert.deepEqual(await wrong(page), [], `${wrong.name} at ${look.width} pixels`);
      await page.setViewportSize({ width: PAPER_PX, height: 900 });
      await page.emulateMedia({ media: 'print' });
      assert.deepEqual(await tooWide(page), []);
    }
  });
});

async function storedLadders(t: TestContext): Promise<string> {
  const folder = await tempFolder(t);
  const profiles = Object.keys(CAPACITY).map((name) => ({ ...MICRO, name }));
  const { scenario } = playedLadder(closedModel(1));
  writeFileSync(join(folder, FILES.run), JSON.stringify(runOf({ profiles, scenarios: [scenario] })));
  for (const [profile, capacity] of Object.entries(CAPACITY)) {
    const { outcome, summary, timeline } = playedLadder(closedModel(capacity));
    const played = scenarioFolder(folder, profile, scenario.name);
    mkdirSync(played, { recursive: true });
    writeFileSync(join(played, FILES.outcome), JSON.stringify({ ...outcome, profile }));
    writeFileSync(join(played, FILES.summary), JSON.stringify({ ...summary, legs: scenario.legs }));
    writeFileSync(join(played, FILES.timeline), timelineText(timeline));
    writeFileSync(join(played, FILES.samples), '');
  }
  judge(folder);
  return folder;
}

/** The most frequent colour behind the lines of the first or second chart, at each of the places. */
function backgrounds(page: Page, chart: number): Promise<string[]> {
  const [lowest = 1, highest = 1] = [LADDER_VUS[0], LADDER_VUS.at(-1)];
  const shares = PLACES.map((vus) => Math.log(vus / lowest) / Math.log(highest / lowest));
  return page.evaluate(`(() => {
    const box = document.querySelectorAll('header .answer [data-chart]')[${chart}];
    const canvas = box.querySelector('canvas');
    const [all, plot] = [canvas, box.querySelector('.u-over')].map((node) => node.getBoundingClientRect());
    const scale = canvas.width / all.width;
    return ${JSON.stringify(shares)}.map((share) => {
      const x = Math.round((plot.left - all.left + share * plot.width) * scale);
      const top = Math.round((plot.top - all.top) * scale);
      const { data } = canvas.getContext('2d').getImageData(x - 2, top, 5, Math.round(plot.height * scale));
      const counts = {};
      for (let at = 0; at < data.length; at += 4) {
        const colour = data.slice(at, at + 4).join();
        counts[colour] = (counts[colour] ?? 0) + 1;
      }
      return Object.entries(counts).sort(([, a], [, b]) => b - a)[0][0];
    });
  })()`);
}
