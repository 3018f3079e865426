/** `--dashboard` with real k6: a page that is left open sees the load and does not hold up the run. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CHROMIUM, withBrowser } from './browser.ts';
import { eventually, inWorld, type World } from './cli.ts';

test('the live dashboard follows the loads of a run, and an open page does not keep it from ending', () =>
  inWorld(async (world) => {
    const { ended } = world.start('t3-micro ping upload --duration 5s --vus 5 --sandbox process --dashboard');
    const url = await addressOf(world);
    const streams: string[] = [];
    let isOver = false;
    const reading = (async () => {
      while (!isOver) {
        const answer = await fetch(`${url}events`).catch(() => undefined);
        if (answer?.ok) streams.push(await answer.text());
        else await new Promise((resolve) => setTimeout(resolve, 50));
      }
    })();
    const { code, stderr } = await ended;
    isOver = true;
    await reading;
    assert.equal(code, 2, stderr); // the limits are not enforced
    const whole = streams.filter((text) => /event: snapshot.*event: stop/s.test(text));
    assert.ok(whole.length >= 2, `${streams.length} streams`);
    assert.deepEqual(world.leftovers(), []);
  }));

test(
  'a browser that is there before the load draws it',
  { skip: CHROMIUM === undefined ? 'no Chromium on this machine' : false },
  () =>
    inWorld(async (world) => {
      const { ended } = world.start('t3-micro ping --duration 10s --vus 5 --sandbox process --dashboard');
      const url = await addressOf(world);
      await withBrowser(async (browser) => {
        const page = await browser.newPage();
        const errors: string[] = [];
        page.on('pageerror', (error) => errors.push(error.message));
        await page.goto(url);
        await page.waitForSelector('canvas', { timeout: 60_000 });
        assert.equal((await ended).code, 2);
        assert.ok((await page.locator('canvas').count()) > 5);
        assert.deepEqual(errors, []);
      });
    }),
);

function addressOf(world: World): Promise<string> {
  return eventually(60, 'address on stderr', () => /live dashboard: (http:\S+)/.exec(world.stderr())?.[1]);
}
