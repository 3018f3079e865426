import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Leg } from '../../contract/contract.ts';
import { server } from '../../testing/http-server.ts';
import { tempFolder } from '../../testing/temp-folder.ts';
import { peakWindow, profileAtPeak } from './cpu-profile.ts';
import { FILLED, PROFILE } from './fixtures.ts';

const ramp = (seconds: number, level: number): Leg => ({ phase: 'level', move: 'ramp', seconds, level });
const hold = (seconds: number, level: number): Leg => ({ phase: 'level', move: 'hold', seconds, level });
const NEVER = new AbortController().signal;
const TOO_EARLY = {
  file: 'cpu.pprof',
  ok: false,
  why: 'the load ended before its highest level',
  problem: 'skipped',
};

test('the window lies inside the held part, after the wake of the ramp', () => {
  assert.deepEqual(peakWindow([ramp(3, 200), hold(20, 200)]), { delaySeconds: 5, seconds: 12 });
});

test('of several levels the highest that is held counts, the first time it is', () => {
  const ladder = [ramp(5, 100), hold(5, 100), ramp(5, 500), hold(10, 500), hold(5, 100), hold(10, 500)];
  assert.deepEqual(peakWindow(ladder), { delaySeconds: 16, seconds: 6 });
});

test('a peak that the load only touches on its way is not held', () => {
  assert.deepEqual(peakWindow([ramp(5, 900), ramp(5, 100), hold(10, 100)]), { delaySeconds: 11, seconds: 6 });
});

test('a long soak is profiled for half a minute, a short leg for a second at least', () => {
  assert.equal(peakWindow([hold(28_800, 20)]).seconds, 30);
  assert.equal(peakWindow([hold(1, 20)]).seconds, 1);
});

test('the profile is taken once the load has begun and reached its peak', async (t) => {
  const folder = await tempFolder(t);
  const { url, requests } = await server(t, (_, response) => response.end(PROFILE));
  let begin = () => {};
  const started = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const taken = profileAtPeak(`${url}/`, {}, [hold(2, 5)], folder, {
    started,
    over: NEVER,
    interrupted: NEVER,
  });
  begin();
  assert.deepEqual(await taken, [{ file: 'cpu.pprof', ok: true }], 'a list without anyone in it is not kept');
  assert.deepEqual(requests, ['/profile?seconds=1', '/goroutine']);
  assert.ok(existsSync(join(folder, 'cpu.pprof')));
});

test('a load that ends before its peak has no profile: not begun, on its way, or over before', async (t) => {
  const folder = await tempFolder(t);
  const { url, requests } = await server(t, (_, response) => response.end(PROFILE));
  const never = new Promise<void>(() => {});
  for (const started of [never, Promise.resolve()]) {
    const over = new AbortController();
    const span = { started, over: over.signal, interrupted: NEVER };
    const taken = profileAtPeak(`${url}/`, {}, [hold(600, 5)], folder, span);
    over.abort();
    assert.deepEqual(await taken, [TOO_EARLY]);
    assert.deepEqual(await profileAtPeak(`${url}/`, {}, [hold(600, 5)], folder, span), [TOO_EARLY]);
  }
  assert.deepEqual(requests, []);
});

test('a profile under way is let finish when the load ends, and given up when the user interrupts', async (t) => {
  const folder = await tempFolder(t);
  const over = new AbortController();
  const interrupted = new AbortController();
  const { url, requests } = await server(t, (_, response) => {
    if (!over.signal.aborted) {
      over.abort();
      response.end(PROFILE);
    } else interrupted.abort();
  });
  const span = { started: Promise.resolve(), over: over.signal, interrupted: interrupted.signal };
  assert.equal((await profileAtPeak(`${url}/`, {}, [hold(1, 5)], folder, span))[0]?.ok, true);
  const again = { ...span, over: NEVER };
  assert.equal((await profileAtPeak(`${url}/`, {}, [hold(1, 5)], folder, again))[0]?.ok, false);
  assert.equal(requests.length, 2);
});

test('who waits where is asked for behind the CPU profile, and then what locks cost, where there is anything in them', async (t) => {
  const folder = await tempFolder(t);
  const { url, requests } = await server(t, (request, response) => {
    if (request.url === '/block') response.writeHead(404).end();
    else response.end(request.url === '/mutex' ? PROFILE : FILLED);
  });
  const span = { started: Promise.resolve(), over: NEVER, interrupted: NEVER };
  const taken = await profileAtPeak(`${url}/`, {}, [hold(1, 5)], folder, span);
  assert.deepEqual(taken, [
    { file: 'cpu.pprof', ok: true },
    { file: 'goroutine-load.pprof', ok: true },
  ]);
  assert.deepEqual(requests.slice(1), ['/goroutine', '/mutex', '/block']);
});
