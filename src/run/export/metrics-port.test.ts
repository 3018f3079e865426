import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freePort } from '../../sandbox/free-port.ts';
import { withMetricsPort } from './metrics-port.ts';

const SCENE = { profile: 't3-micro', scenario: 's3/mixed' };
const second = (requests: number) => ({
  t: 0,
  users: 5,
  operations: { put: { requests, bytes: 1000, medianMs: 20 } },
  errors: { SlowDown: 1 },
});

test('Prometheus reads counters that grow and gauges of the last second, for as long as the work lasts', async () => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/metrics`;
  const text = await withMetricsPort(
    port,
    () => {},
    async (metrics) => {
      metrics?.period(SCENE, second(3));
      metrics?.period(SCENE, second(4));
      await assert.rejects(
        withMetricsPort(
          port,
          () => {},
          async () => {},
        ),
        /metricsPort is \d+, which cannot be listened on/,
      );
      return await (await fetch(url)).text();
    },
  );
  const labels = 'profile="t3-micro",scenario="s3/mixed"';
  for (const line of [
    `burstbox_s3_requests_total{${labels},op="put"} 7`,
    `burstbox_s3_errors_total{${labels},code="SlowDown"} 2`,
    `burstbox_s3_latency_seconds{${labels},op="put",quantile="0.5"} 0.02`,
    `burstbox_s3_users{${labels}} 5`,
  ])
    assert.ok(text.includes(line), text);
  await assert.rejects(fetch(url));
});
