/** compare.html in a real browser: both runs over one another, what changed in the profile, and nothing from outside. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import {
  Function as FunctionRow,
  Line,
  Location,
  Profile,
  Sample,
  StringTable,
  ValueType,
} from 'pprof-format';
import { storeRepeats } from '../../compare/fixtures.ts';
import { createScenarioFolder, FILES } from '../../store/store.ts';
import { CHROMIUM, openFile, withBrowser } from './browser.ts';
import { inWorld } from './cli.ts';
import {
  brokenWords,
  cutTexts,
  emptyCharts,
  faintTexts,
  fitsScreen,
  overlappingTexts,
  unfold,
} from './page-checks.ts';

const HOSTILE = '<img src=x onerror="window.hacked=1">';
const [OLD, NEW] = ['20270115-080000-0001', '20270115-090000-0002'];
const options = CHROMIUM === undefined ? { skip: 'no Chromium on this machine' } : {};

test('the page of a comparison shows both runs and is readable', options, () =>
  inWorld(async (world) => {
    const profiles = { [OLD]: { main: 200, gone: 100 }, [NEW]: { main: 100, [HOSTILE]: 300 } };
    for (const [id, own] of Object.entries(profiles)) {
      const slow = id === NEW ? 30 : 20;
      const folder = storeRepeats(
        world.results,
        Array.from({ length: 6 }, (_, index) => ({ p95: slow + index / 10 })),
        { id },
      );
      for (const repeat of [1, 2, 3, 4, 5, 6])
        writeFileSync(
          join(createScenarioFolder(folder, 't3-micro', 'ping', repeat), FILES.cpuProfile),
          cpuProfile(own),
        );
    }
    assert.equal((await world.run(`compare ${OLD} ${NEW}`)).code, 1);
    await withBrowser(async (browser) => {
      for (const look of [
        { colorScheme: 'light', width: 1440 },
        { colorScheme: 'light', width: 768 },
        { colorScheme: 'dark', width: 360 },
      ] as const) {
        const path = join(world.results, 'comparisons', `${OLD}..${NEW}`, 'compare.html');
        const { page, complaints, requests } = await openFile(browser, path, look);
        await unfold(page);
        assert.match(await page.locator('h1').innerText(), /worse \(1 worse, 5 same\)/);
        const text = await page.locator('#page').innerText();
        assert.match(text, /p95\s+20 ms \(6\)\s+30 ms \(6\)\s+\+10 ms = \+49\.\d %/);
        assert.match(text, /gone\s+100 ms\s+0 ms\s+100 ms less/);
        assert.ok(text.includes(`${HOSTILE}`));
        assert.equal(await page.evaluate('window.hacked'), undefined);
        await page.waitForSelector('[data-flame=difference] rect');
        assert.deepEqual(await frameColours(page), ['blue', 'red', 'red']);
        assert.deepEqual(await emptyCharts(page), []);
        assert.deepEqual(await faintTexts(page), []);
        assert.ok(await fitsScreen(page), 'the page scrolls sideways');
        for (const wrong of [cutTexts, overlappingTexts, brokenWords])
          assert.deepEqual(await wrong(page), [], `${wrong.name} at ${look.width}`);
        assert.deepEqual([...complaints, ...requests], []);
      }
    });
  }),
);

/** Two seconds of a program in which each function stands alone, with so many ms of its own. */
function cpuProfile(own: Record<string, number>): Uint8Array {
  const strings = new StringTable();
  const names = Object.keys(own);
  const profile = new Profile({
    stringTable: strings,
    sampleType: [new ValueType({ type: strings.dedup('cpu'), unit: strings.dedup('nanoseconds') })],
    durationNanos: 2e9,
    sample: names.map((name, at) => new Sample({ locationId: [at + 1], value: [(own[name] ?? 0) * 1e6] })),
    location: names.map((_, at) => new Location({ id: at + 1, line: [new Line({ functionId: at + 1 })] })),
    function: names.map((name, at) => new FunctionRow({ id: at + 1, name: strings.dedup(name) })),
  });
  return gzipSync(profile.encode());
}

/** Of the frames of the flame graph, sorted: red for more than before, blue for less. */
function frameColours(page: Page): Promise<string[]> {
  return page.evaluate(`[...document.querySelectorAll('[data-flame=difference] rect')]
    .map((frame) => getComputedStyle(frame).fill.match(/\\d+/g).map(Number))
    .map(([red, , blue]) => (red > blue ? 'red' : red < blue ? 'blue' : 'grey')).sort()`);
}
