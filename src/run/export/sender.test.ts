import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { test } from 'node:test';
import { uncompress } from 'snappyjs';
import { closedUrl, server } from '../../testing/http-server.ts';
import { until } from '../../testing/until.ts';
import { readWriteRequest } from './fixtures.ts';
import { outboxTo } from './outbox.ts';
import { type LabelledValues, OF_K6, OURS } from './points.ts';
import { senderTo } from './sender.ts';

const LABELS = { testid: 'run-1', profile: 't3-micro', load: 'ping' };
const sample = (t: number, fds: number): LabelledValues => ({
  t,
  labels: LABELS,
  prefix: OURS,
  values: { process_open_fds: fds, requests_total: fds * 10, burstbox_cpu_seconds_total: 0.5 },
});

test('Prometheus gets each series once, its labels sorted, its samples in order', async (t) => {
  const got = await receiver(t);
  const outbox = outboxTo({ form: 'prometheus', url: got.url, user: 'me', password: 'pw' }, fail);
  const sender = senderTo('prometheus', outbox);
  sender.send([sample(1000, 5)]);
  sender.send([sample(2050, 7)]);
  await sender.end();
  await outbox.end();
  const [{ headers, body } = nothing()] = got.all;
  assert.equal(headers['content-encoding'], 'snappy');
  assert.equal(headers['x-prometheus-remote-write-version'], '0.1.0');
  assert.equal(headers.authorization, `Basic ${Buffer.from('me:pw').toString('base64')}`);
  const series = readWriteRequest(uncompress(body));
  assert.deepEqual(series[0], {
    labels: ['__name__=burstbox_process_open_fds', 'load=ping', 'profile=t3-micro', 'testid=run-1'],
    samples: [
      [5, 1000],
      [7, 2050],
    ],
  });
  assert.deepEqual(
    series.map(({ labels }) => labels[0]),
    ['burstbox_process_open_fds', 'burstbox_requests_total', 'burstbox_cpu_seconds_total'].map(
      (name) => `__name__=${name}`,
    ),
  );
});

test('what k6 told has its own names and labels beside the samples', async (t) => {
  const got = await receiver(t);
  const outbox = outboxTo({ form: 'prometheus', url: got.url }, fail);
  const sender = senderTo('prometheus', outbox);
  const labels = { ...LABELS, op: 'ping' };
  sender.send([sample(1000, 5), { t: 1000, labels, prefix: OF_K6, values: { op_duration_p95: 0.02 } }]);
  await sender.end();
  await outbox.end();
  const series = readWriteRequest(uncompress(got.all[0]?.body ?? Buffer.alloc(0)));
  assert.deepEqual(series.at(-1), {
    labels: ['__name__=k6_op_duration_p95', 'load=ping', 'op=ping', 'profile=t3-micro', 'testid=run-1'],
    samples: [[0.02, 1000]],
  });
});

test('OpenTelemetry gets counters as cumulative sums, and the rest as gauges', async (t) => {
  const got = await receiver(t);
  const outbox = outboxTo({ form: 'opentelemetry', url: got.url }, fail);
  const sender = senderTo('opentelemetry', outbox, 10);
  sender.send([sample(1_700_000_000_123, 5)]);
  await until('the next request', () => got.all.length >= 1);
  await sender.end();
  await outbox.end();
  assert.equal(got.all.length, 1, 'what was sent is not sent again');
  const [{ headers, body } = nothing()] = got.all;
  assert.equal(headers['content-type'], 'application/json');
  const [fds, requests] = JSON.parse(body.toString()).resourceMetrics[0].scopeMetrics[0].metrics;
  assert.equal(fds.name, 'burstbox_process_open_fds');
  assert.deepEqual(fds.gauge.dataPoints[0].timeUnixNano, '1700000000123000000');
  assert.deepEqual(fds.gauge.dataPoints[0].attributes[0], { key: 'testid', value: { stringValue: 'run-1' } });
  assert.deepEqual(requests.sum.isMonotonic, true);
  assert.deepEqual(requests.sum.dataPoints[0].asDouble, 50);
});

test('what a receiver does not take it gets with the next, in order, and that is said once', async (t) => {
  const got = await receiver(t, [503, 429]);
  const said: string[] = [];
  const outbox = outboxTo({ form: 'opentelemetry', url: got.url }, (line) => said.push(line));
  for (const [index, body] of ['a', 'b', 'c'].entries()) {
    outbox.put({ body, headers: {} });
    await until('the next request', () => got.all.length > index);
  }
  await until('the next request', () => got.all.length >= 5);
  await outbox.end();
  assert.deepEqual(
    got.all.map(({ body }) => body.toString()),
    ['a', 'a', 'a', 'b', 'c'],
  );
  assert.equal(said.length, 1);
  assert.match(
    said[0] ?? '',
    /^opentelemetry at http:\S+ does not take the figures: status 503; the run goes on/,
  );
});

test('a receiver that is not there, refuses, or leads elsewhere holds nobody up', async (t) => {
  const elsewhere = await receiver(t);
  const redirecting = await server(t, (_, answer) =>
    answer.writeHead(307, { location: elsewhere.url }).end(),
  );
  const refusing = await receiver(t, [400, 400, 400]);
  for (const url of [await closedUrl(), redirecting.url, refusing.url]) {
    const said: string[] = [];
    const outbox = outboxTo({ form: 'prometheus', url }, (line) => said.push(line));
    for (let at = 0; at < 3; at++) outbox.put({ body: String(at), headers: {} });
    await outbox.end();
    assert.equal(said.length, 1, url);
  }
  assert.deepEqual(elsewhere.all, []);
  assert.equal(refusing.all.length, 3, 'what it cannot use is not sent again');
});

test('of what waits for a receiver that is away the newest are kept', async (t) => {
  const got = await receiver(t, [503]);
  const outbox = outboxTo({ form: 'prometheus', url: got.url }, () => {});
  outbox.put({ body: 'first', headers: {} });
  await until('the next request', () => got.all.length >= 1);
  for (let at = 1; at <= 100; at++) outbox.put({ body: String(at), headers: {} });
  await until('the next request', () => got.all.at(-1)?.body.toString() === '100');
  await outbox.end();
  const bodies = got.all.map(({ body }) => body.toString());
  assert.ok(bodies.length <= 51, `${bodies.length}`);
  assert.deepEqual(bodies.slice(-3), ['98', '99', '100']);
});

function fail(line: string): void {
  assert.fail(line);
}

function nothing(): Got {
  throw new Error('nothing came');
}

interface Got {
  headers: IncomingMessage['headers'];
  body: Buffer;
}

/** Answers with each status in turn, and then with 200. */
async function receiver(
  t: Parameters<typeof server>[0],
  statuses: number[] = [],
): Promise<{ url: string; all: Got[] }> {
  const all: Got[] = [];
  const { url } = await server(t, async (asked, answer) => {
    const chunks: Buffer[] = [];
    for await (const chunk of asked) chunks.push(chunk);
    all.push({ headers: asked.headers, body: Buffer.concat(chunks) });
    answer.writeHead(statuses[all.length - 1] ?? 200).end();
  });
  return { url: `${url}/in`, all };
}
