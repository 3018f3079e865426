import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { PbfReader } from 'pbf';
import { uncompress } from 'snappyjs';
import { server } from '../../testing/http-server.ts';
import { senderTo } from './sender.ts';

const LABELS = { testid: 'run-1', profile: 't3-micro', load: 'ping' };
const sample = (t: number, fds: number) => ({
  t,
  values: { process_open_fds: fds, requests_total: fds * 10, burstbox_cpu_seconds_total: 0.5 },
});
const NEVER_MS = 60_000;

test('Prometheus gets each series once, its labels sorted, its samples in order', async (t) => {
  const got = await receiver(t);
  const sender = senderTo({ form: 'prometheus', url: got.url, user: 'me', password: 'pw' }, fail, NEVER_MS);
  sender.sample(LABELS, sample(1000, 5));
  sender.sample(LABELS, sample(2050, 7));
  await sender.end();
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

test('OpenTelemetry gets counters as cumulative sums, and the rest as gauges', async (t) => {
  const got = await receiver(t);
  const sender = senderTo({ form: 'opentelemetry', url: got.url }, fail, NEVER_MS);
  sender.sample(LABELS, sample(1_700_000_000_123, 5));
  await sender.end();
  const [{ headers, body } = nothing()] = got.all;
  assert.equal(headers['content-type'], 'application/json');
  const [fds, requests] = JSON.parse(body.toString()).resourceMetrics[0].scopeMetrics[0].metrics;
  assert.equal(fds.name, 'burstbox_process_open_fds');
  assert.deepEqual(fds.gauge.dataPoints[0].timeUnixNano, '1700000000123000000');
  assert.deepEqual(fds.gauge.dataPoints[0].attributes[0], { key: 'testid', value: { stringValue: 'run-1' } });
  assert.deepEqual(requests.sum.isMonotonic, true);
  assert.deepEqual(requests.sum.dataPoints[0].asDouble, 50);
});

test('what a receiver does not take for a while it gets later, and that is said once', async (t) => {
  const got = await receiver(t, [503, 503, 200]);
  const said: string[] = [];
  const sender = senderTo({ form: 'opentelemetry', url: got.url }, (line) => said.push(line), 10);
  sender.sample(LABELS, sample(1000, 5));
  while (got.all.length < 3) await pause(5);
  await sender.end();
  assert.equal(got.all.length, 3);
  assert.ok(got.all[2]?.body.equals(got.all[0]?.body ?? Buffer.alloc(0)));
  assert.equal(said.length, 1);
  assert.match(
    said[0] ?? '',
    /opentelemetry at http:\S+ does not take the samples: status 503; the run goes on/,
  );
});

test('a receiver that is not there, refuses, or leads elsewhere ends nothing and gets no more than it asked for', async (t) => {
  const elsewhere = await receiver(t);
  const redirecting = await server(t, (_, answer) =>
    answer.writeHead(307, { location: elsewhere.url }).end(),
  );
  const refusing = await receiver(t, [400]);
  for (const url of ['http://127.0.0.1:1/', redirecting.url, refusing.url]) {
    const said: string[] = [];
    const sender = senderTo({ form: 'prometheus', url }, (line) => said.push(line), NEVER_MS);
    for (let at = 0; at < 500; at++) sender.sample(LABELS, sample(at, 1));
    await sender.end();
    assert.equal(said.length, 1, url);
  }
  assert.deepEqual(elsewhere.all, []);
  assert.equal(refusing.all.length, 1);
  const waited = readWriteRequest(uncompress(refusing.all[0]?.body ?? Buffer.alloc(0)))[0]?.samples ?? [];
  assert.deepEqual([waited.length, waited.at(-1)], [120, [1, 499]], 'the newest are kept');
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

interface Read {
  labels: string[];
  samples: [number, number][];
}

/** WriteRequest of https://prometheus.io/docs/specs/prw/remote_write_spec/. */
function readWriteRequest(bytes: Uint8Array): Read[] {
  return new PbfReader(bytes).readFields((_, all: Read[], pbf) => {
    all.push(pbf.readMessage(readSeries, { labels: [], samples: [] }));
  }, []);
}

function readSeries(tag: number, series: Read, pbf: PbfReader): void {
  if (tag === 1) series.labels.push(pbf.readMessage(readLabel, ['', '']).join('='));
  else series.samples.push(pbf.readMessage(readSample, [0, 0]));
}

function readLabel(tag: number, label: [string, string], pbf: PbfReader): void {
  label[tag - 1] = pbf.readString();
}

function readSample(tag: number, read: [number, number], pbf: PbfReader): void {
  read[tag - 1] = tag === 1 ? pbf.readDouble() : pbf.readVarint(true);
}
