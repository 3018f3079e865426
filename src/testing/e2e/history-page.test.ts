/** results/index.html in a real browser: readable in every look, loads nothing, runs nothing. */
import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { runOf, storedRun } from '../../judge/fixtures.ts';
import { judge } from '../../judge/judge.ts';
import { writeHistory } from '../../report/run-index/run-index.ts';
import { tempFolder } from '../temp-folder.ts';
import { CHROMIUM, openFile, withBrowser } from './browser.ts';
import { brokenWords, cutTexts, faintTexts, fitsScreen, overlappingTexts } from './page-checks.ts';

const options = CHROMIUM === undefined ? { skip: 'no Chromium on this machine' } : {};
const LOOKS = [
  { colorScheme: 'light', width: 1440 },
  { colorScheme: 'light', width: 768 },
  { colorScheme: 'dark', width: 360 },
] as const;

test('the list of runs opens without a complaint, fits its screen and has its lines', options, async (t) => {
  const out = await tempFolder(t);
  const about = '<script>window.hacked=1</script>';
  const folder = await storedRun(t, runOf({ target: { ...runOf().target, about } }));
  judge(folder);
  for (const id of ['a', 'b']) cpSync(folder, join(out, id), { recursive: true });
  writeHistory(out, assert.fail);
  await withBrowser(async (browser) => {
    for (const look of LOOKS) {
      const { page, complaints, requests } = await openFile(browser, join(out, 'index.html'), look);
      assert.ok((await page.locator('tbody').first().innerText()).includes(about));
      assert.equal(await page.locator('svg path').count(), 3);
      assert.equal(await page.evaluate('window.hacked'), undefined);
      assert.notEqual(
        await page.evaluate('getComputedStyle(document.body).backgroundColor'),
        'rgba(0, 0, 0, 0)',
      );
      assert.ok(await fitsScreen(page));
      for (const wrong of [cutTexts, overlappingTexts, brokenWords, faintTexts])
        assert.deepEqual(await wrong(page), [], `${wrong.name} at ${look.width}`);
      assert.deepEqual([...complaints, ...requests], []);
    }
  });
});
