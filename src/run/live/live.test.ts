import assert from 'node:assert/strict';
import { get, type IncomingMessage } from 'node:http';
import { type TestContext, test } from 'node:test';
import { PING, runOf, START_MS, samplesOf, storedRun } from '../../judge/fixtures.ts';
import { judge } from '../../judge/judge.ts';
import type { LivePage, LiveSecond } from '../../page/live-data.ts';
import { OPTIONS } from '../../plan/fixtures.ts';
import type { Snapshot } from '../../store/timeline.ts';
import type { Live, Progress } from '../progress.ts';
import { withLive } from './live.ts';

const MICRO_PROFILE = { ...runOf().profiles[0], name: 't3-micro', about: '', env: {} };
const ORDER = {
  options: { ...OPTIONS, live: true, faults: [] },
  plan: { profiles: [MICRO_PROFILE], scenarios: [{ ...PING, operations: 1 }], skipped: [] },
  target: { about: '<img src=x>' },
} as unknown as Parameters<typeof withLive>[0];

const LOAD: Snapshot = { t: START_MS, values: { vus: { value: 7 }, http_reqs: { rate: 90, count: 90 } } };
const SAMPLES = samplesOf({
  cgroup_memory_held_bytes: [100e6, 110e6, 900e6, 900e6],
  cgroup_cpu_seconds_total: [0, 0.5, 1, 1.5],
});

/** A second in which half of the operations failed. */
function failing(second: number): Snapshot {
  const values = { vus: { value: 200 }, http_reqs: { count: 1800 }, op_errors_http_5xx: { count: 900 } };
  return { t: START_MS + second * 1000, values };
}

/** What the user is told, and the address of the page in it. */
function told(): Progress & { lines: string[]; url(): string } {
  const lines: string[] = [];
  return {
    lines,
    url: () => /http:\/\/127\.0\.0\.1:\d+\//.exec(lines.join())?.[0] ?? '',
    note: (line) => lines.push(line),
    scenario: () => ({ show() {} }),
    verdict() {},
  };
}

interface Stream {
  answer: IncomingMessage;
  events: { event: string; data: unknown }[];
  ended: Promise<void>;
}

function ask(url: string, headers: Record<string, string> = {}): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get(url, { headers, agent: false }, resolve).once('error', reject);
  });
}

async function follow(url: string): Promise<Stream> {
  const answer = await ask(`${url}events`);
  const events: Stream['events'] = [];
  let text = '';
  answer.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
    const parts = text.split('\n\n');
    text = parts.pop() ?? '';
    for (const part of parts) {
      const [, event = '', data = ''] = /^event: (\w+)\ndata: (.*)$/m.exec(part) ?? [];
      if (event !== '') events.push({ event, data: JSON.parse(data) });
    }
  });
  const ended = new Promise<void>((resolve) => answer.once('close', () => resolve()));
  return { answer, events, ended };
}

async function textOf(answer: IncomingMessage): Promise<string> {
  let text = '';
  for await (const piece of answer.setEncoding('utf8')) text += piece;
  return text;
}

async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; tries < 500 && !isSo(); tries++) await new Promise((done) => setTimeout(done, 10));
  assert.ok(isSo());
}

/** A run of four seconds; `look` is called while it goes on. */
async function live(
  t: TestContext,
  look: (url: string, play: (besides?: (shown: Live) => void) => void) => Promise<void>,
): Promise<void> {
  const folder = await storedRun(t, runOf());
  judge(folder);
  const progress = told();
  await withLive(ORDER, progress, async (shown) => {
    const play = (besides: (shown: Live) => void = () => {}) => {
      const one = shown.scenario(1, 1, 't3-micro / ping', 30, 30);
      for (const sample of SAMPLES) one.show(LOAD, sample);
      besides(one);
      shown.verdict('healthy', '');
    };
    await look(progress.url(), play);
    return { folder };
  });
}

test('a page gets what there is, then every second, what is certain, the verdict, and at the end the report', async (t) => {
  let stream: Stream | undefined;
  await live(t, async (url, play) => {
    const html = await textOf(await ask(url));
    assert.match(html, /connect-src 'self'/);
    assert.ok(html.includes('\\u003cimg src=x>') && !html.includes('<img src=x>'));
    stream = await follow(url);
    await until(() => stream?.events.length === 1);
    play();
    await until(() => (stream?.events.length ?? 0) >= 8);
    const late = await follow(url);
    await until(() => late.events.length === 1);
    const [first] = late.events;
    const { scene, verdicts, certain } = (first as { data: LivePage }).data;
    assert.deepEqual(scene.time, [0, 1, 2, 3]);
    assert.deepEqual(scene.series.find(({ id }) => id === 'vus')?.values, [7, 7, 7, 7]);
    assert.deepEqual(verdicts, [{ title: 't3-micro / ping', status: 'healthy', message: '' }]);
    assert.equal(certain.length, 1);
    late.answer.destroy();
  });
  await stream?.ended;
  const events = stream?.events ?? [];
  assert.deepEqual(
    events.map(({ event }) => event),
    ['page', 'page', 'second', 'second', 'second', 'certain', 'second', 'page', 'report'],
  );
  assert.match(JSON.stringify(events[5]?.data), /holds 858 MiB, over the critical mark of 700 MiB/);
  assert.deepEqual(
    events.filter(({ event }) => event === 'second').map(({ data }) => (data as LiveSecond).second),
    [0, 1, 2, 3],
  );
  assert.match(JSON.stringify(events.at(-1)?.data), /^\{"schema":"burstbox\/page\/1"/);
});

test('a mark that can no longer be kept is told once, while the load goes on', async (t) => {
  const told: unknown[] = [];
  await live(t, async (url, play) => {
    const stream = await follow(url);
    play((show) => {
      for (let second = 0; second < 25; second++) show.period?.(failing(second));
    });
    await until(() => stream.events.filter(({ event }) => event === 'page').length >= 3);
    told.push(...stream.events.filter(({ event }) => event === 'certain').map(({ data }) => data));
  });
  const lost = told.map((each) => JSON.stringify(each)).filter((text) => text.includes('would have failed'));
  assert.equal(lost.length, 1);
  assert.match(
    lost[0] ?? '',
    /50 % of \d+ operations failed in the first \d+ of 30 s: even if .* critical 15 %/,
  );
});

test('a page that stays open, or was closed, holds nothing up, and without one nothing is reported', async (t) => {
  const beganMs = performance.now();
  let idle: Stream | undefined;
  await live(t, async (url, play) => {
    (await follow(url)).answer.destroy();
    idle = await follow(url);
    idle.answer.pause();
    play();
  });
  idle?.answer.destroy();
  assert.ok(performance.now() - beganMs < 20_000);
  await assert.rejects(
    live(t, async (url) => {
      await ask(url);
      throw new Error('the machine refuses');
    }),
    /the machine refuses/,
  );
});

test('only this machine is answered, by its own name', async (t) => {
  await live(t, async (url) => {
    const { host } = new URL(url);
    const statuses = await Promise.all(
      [{ host: 'evil.example' }, { host: `evil.example:${host.split(':')[1]}` }, { host }].map(
        async (headers) => (await ask(url, headers)).statusCode,
      ),
    );
    assert.deepEqual(statuses, [403, 403, 200]);
    assert.equal((await ask(`${url}etc/passwd`)).statusCode, 404);
  });
});

test('without --live there is no page', async () => {
  const progress = told();
  const order = { ...ORDER, options: { ...ORDER.options, live: false } };
  const same = await withLive(order, progress, async (shown) => ({ folder: '', shown }));
  assert.equal(same.shown, progress);
  assert.deepEqual(progress.lines, []);
});
