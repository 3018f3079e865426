/** report.html in a real browser: shows what it should, loads nothing, runs nothing that a target has said. */
import assert from 'node:assert/strict';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { RunRecord, Verdict } from '../records.ts';
import { FILES } from '../store.ts';
import { CHROMIUM, type Look, openFile, withBrowser } from './browser.ts';
import { newWorld, type World } from './cli.ts';
import { emptyCharts, faintTexts, fitsScreen, unfold } from './page-checks.ts';

const LOOKS: Record<string, Look> = {
  light: { colorScheme: 'light', width: 1200 },
  dark: { colorScheme: 'dark', width: 1200 },
  phone: { colorScheme: 'light', width: 390 },
};
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
