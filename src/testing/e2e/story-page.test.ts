/** An anomaly in a history, as report.html and report.md tell it: from stored files, without a load. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { PING, runOf, START_MS, storedRun } from '../../judge/fixtures.ts';
import { simulate } from '../../judge/history/simulate-fixtures.ts';
import { judge } from '../../judge/judge.ts';
import { report } from '../../report/report.ts';
import { FILES, scenarioFolder } from '../../store/store.ts';
import { CHROMIUM, type Look, openFile, withBrowser } from './browser.ts';
import { faintTexts, fitsScreen, tooWide, unfold } from './page-checks.ts';

const SCENARIO = { ...PING, name: 'catalog/writers', history: true as const };
const LOOKS: Record<string, Look> = {
  light: { colorScheme: 'light', width: 1400 },
  dark: { colorScheme: 'dark', width: 1400 },
  phone: { colorScheme: 'light', width: 390 },
};
/** A sheet of A4 within its margins, at 96 dots an inch. */
const PAPER_PX = 718;
/** What a store may say as a version. */
const HOSTILE = '<img src=x onerror="window.hacked=1">';
const options = CHROMIUM === undefined ? { skip: 'no Chromium on this machine' } : {};

test('the story of an anomaly is drawn and readable', options, async (t) => {
  const folder = await storedAnomaly(t);
  await withBrowser(async (browser) => {
    for (const [name, look] of Object.entries(LOOKS)) {
      t.diagnostic(name);
      const { page, complaints, requests } = await openFile(browser, report(folder), look);
      await unfold(page);
      const widths: number[] = await page.evaluate(
        "[...document.querySelectorAll('.story .span')].map((bar) => bar.offsetWidth)",
      );
      assert.ok(widths.length >= 2 && widths.every((width) => width > 0), String(widths));
      assert.equal(await page.locator('.story .span.wrong').count(), await page.locator('.story').count());
      // As many rows as bars: what is drawn can be read too.
      assert.equal(await page.locator('.story tbody tr').count(), widths.length);
      assert.match(await page.locator('h1').innerText(), /Critical/);
      assert.ok((await page.locator('.story').first().innerText()).includes('<img'));
      assert.equal(await page.evaluate('window.hacked'), undefined);
      assert.deepEqual(await faintTexts(page), []);
      assert.ok(await fitsScreen(page), 'the page scrolls sideways');
      await page.setViewportSize({ width: PAPER_PX, height: 900 });
      await page.emulateMedia({ media: 'print' });
      assert.deepEqual(await tooWide(page), []);
      assert.deepEqual([complaints, requests], [[], []]);
    }
  });
});

test('report.md lists the operations of a story in their order', async (t) => {
  const folder = await storedAnomaly(t);
  report(folder);
  const items =
    readFileSync(join(folder, FILES.reportMarkdown), 'utf8').match(/^ {2}- [\d.]+ s – [\d.]+ s .*$/gm) ?? [];
  assert.ok(items.length >= 2);
  assert.ok(items.some((item) => /\*\*client \d+: read version .*\*\*$/.test(item)));
});

async function storedAnomaly(t: TestContext): Promise<string> {
  const folder = await storedRun(t, runOf({ scenarios: [SCENARIO] }));
  const records = simulate({
    seed: 7,
    clients: 5,
    keys: 2,
    operations: 60,
    fault: 'version-back',
    oneIn: 20,
  });
  const shiftMs = START_MS - (records[0]?.b ?? 0);
  const lines = records.map((record) =>
    JSON.stringify({
      ...record,
      b: record.b + shiftMs,
      e: record.e + shiftMs,
      ...(record.v === undefined ? {} : { v: `${record.v} ${HOSTILE}` }),
      ...(record.r === undefined ? {} : { r: `${record.r} ${HOSTILE}` }),
    }),
  );
  const path = join(scenarioFolder(folder, 't3-micro', SCENARIO.name), FILES.history);
  writeFileSync(path, `${lines.join('\n')}\n`);
  judge(folder);
  return folder;
}
