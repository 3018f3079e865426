/** Figures of the load that runs, as Prometheus reads them: http://127.0.0.1:PORT/metrics, for the length of a run. */
import { createServer } from 'node:http';
import { BurstboxError, reason } from '../../errors.ts';
import type { Figures } from './figures.ts';

export interface MetricsPort {
  /** Takes what one second of a scenario's load has shown. */
  period(scene: { profile: string; scenario: string }, figures: Figures): void;
}

const HOST = '127.0.0.1';
const PREFIX = 'burstbox_s3_';
const LATENCIES = [
  ['0.5', 'medianMs'],
  ['0.95', 'p95Ms'],
  ['0.99', 'p99Ms'],
] as const;

/** Serves them during the work; without a port it does nothing. @throws BurstboxError usage when the port is taken */
export async function withMetricsPort<T>(
  port: number | undefined,
  say: (line: string) => void,
  work: (metrics: MetricsPort | undefined) => Promise<T>,
): Promise<T> {
  if (port === undefined) return await work(undefined);
  const { text, type, ...metrics } = await registry();
  const server = createServer((asked, answer) => {
    if (asked.url !== '/metrics') {
      answer.writeHead(404).end();
      return;
    }
    text().then(
      (body) => answer.writeHead(200, { 'content-type': type }).end(body),
      () => answer.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, resolve);
  }).catch((error: unknown) => {
    throw new BurstboxError(
      'usage',
      `metricsPort is ${port}, which cannot be listened on (${reason(error)}); expected a free port of this machine`,
      { port },
      error,
    );
  });
  try {
    say(`metrics for Prometheus: http://${HOST}:${port}/metrics`);
    return await work(metrics);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

async function registry() {
  const { Counter, Gauge, Registry } = await import('prom-client');
  const registers = [new Registry()] as const;
  const who = ['profile', 'scenario'] as const;
  const ofOp = [...who, 'op'] as const;
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new Counter({ name: PREFIX + name, help, labelNames, registers: [...registers] });
  const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new Gauge({ name: PREFIX + name, help, labelNames, registers: [...registers] });
  const requests = counter('requests_total', 'Requests of the load.', ofOp);
  const bytes = counter('bytes_total', 'Bytes of objects that came up or down.', ofOp);
  const errors = counter('errors_total', 'Errors by code of S3.', [...who, 'code'] as const);
  const latency = gauge('latency_seconds', 'Latency in the last second.', [...ofOp, 'quantile'] as const);
  const firstByte = gauge(
    'first_byte_seconds',
    'p95 of the time to the first byte in the last second.',
    ofOp,
  );
  const failed = gauge('failed_ratio', 'Share of operations that failed in the last second.', ofOp);
  const users = gauge('users', 'Users of the load.', who);
  return {
    type: registers[0].contentType,
    text: () => registers[0].metrics(),
    period(scene: { profile: string; scenario: string }, figures: Figures): void {
      users.set(scene, figures.users);
      for (const [code, count] of Object.entries(figures.errors)) errors.inc({ ...scene, code }, count);
      for (const [op, each] of Object.entries(figures.operations)) {
        const labels = { ...scene, op };
        requests.inc(labels, each.requests);
        bytes.inc(labels, each.bytes);
        if (each.failedShare !== undefined) failed.set(labels, each.failedShare);
        if (each.firstByteP95Ms !== undefined) firstByte.set(labels, each.firstByteP95Ms / 1000);
        for (const [quantile, key] of LATENCIES)
          if (each[key] !== undefined) latency.set({ ...labels, quantile }, each[key] / 1000);
      }
    },
  };
}
