/**
 * Takes k6's figures while it makes the load, and leaves them as the records that the verdict is made of. k6 itself keeps none: with
 * its summary and its thresholds disabled it has no use for them (v2.2, internal/cmd/run.go, shouldProcessMetrics), so that what it
 * needs for them is the same after eight hours as after one minute.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';

import type { K6Summary, Told as ToldByScript } from '../../../contract/contract.ts';
import { FILES, writeRecord } from '../../../store/store.ts';
import type { LabelledValues } from '../../export/points.ts';
import { leavingFrom } from './leaving.ts';
import { writePeriods } from './periods.ts';
import { seriesIn } from './remote-write.ts';
import { summaryOf } from './summary.ts';
import { startTally, type Told } from './tally.ts';

export interface Figures {
  /** How k6 is made to send them. */
  readonly arguments: string[];
  readonly environment: Record<string, string>;
  /** k6 has ended: writes the summary, if the script ever began. */
  end(told: ToldByScript): void;
}

const HOST = '127.0.0.1';
const OUTPUT = 'experimental-prometheus-rw';
const PERIOD = '1s';
/** Of a push; the largest that was seen had a hundredth of it. */
const MAX_BYTES = 32 * 2 ** 20;
const MAX_UNPACKED_BYTES = 64 * 2 ** 20;

/**
 * Listens until `end()`.
 * @param folder of the scenario's results
 * @param byOperation as writePeriods() takes it
 * @param send takes what is to leave each second
 */
export async function takeFigures(
  folder: string,
  byOperation: boolean,
  send?: (figures: LabelledValues[]) => void,
): Promise<Figures> {
  const { uncompress } = await import('snappyjs');
  const token = randomUUID();
  const tally = startTally();
  const periods = writePeriods(join(folder, FILES.timeline), byOperation);
  let untilMs = 0;
  const take = (body: Uint8Array) => {
    const series = seriesIn(uncompress(body, MAX_UNPACKED_BYTES));
    untilMs = series.reduce((latest, { t }) => Math.max(latest, t), 0);
    const grown: Told[] = [];
    tally.take(series, (each, by) => {
      grown.push(each);
      periods.grown(each, by);
    });
    send?.(leavingFrom(grown, tally.all, untilMs));
    periods.until(untilMs);
  };
  const server = createServer((asked, answer) => {
    if (asked.headers.authorization !== `Bearer ${token}`) answer.writeHead(401).end();
    else void receive(asked, answer, take);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, HOST, resolve);
  });
  server.unref(); // k6 is what is waited for
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    arguments: ['--out', OUTPUT, '--summary-mode', 'disabled', '--no-thresholds'],
    environment: {
      K6_PROMETHEUS_RW_SERVER_URL: `http://${HOST}:${port}/`,
      K6_PROMETHEUS_RW_BEARER_TOKEN: token,
      K6_PROMETHEUS_RW_PUSH_INTERVAL: PERIOD,
      K6_FEATURES: 'native-histograms',
      // At the end each histogram comes once more, whole.
      K6_PROMETHEUS_RW_STALE_MARKERS: 'true',
    },
    end(told) {
      server.close();
      server.closeAllConnections();
      const summary = summaryOf(tally.all, told, untilMs);
      if (summary !== undefined) writeSummary(join(folder, FILES.summary), summary);
    },
  };
}

/** Without it the scenario is unknown; that the disk is full is for the sampler to report. */
function writeSummary(path: string, summary: K6Summary): void {
  try {
    writeRecord(path, summary);
  } catch {
    // said above
  }
}

/** What was not taken comes again with the next: all that k6 sends has grown since the beginning. */
async function receive(
  asked: IncomingMessage,
  answer: ServerResponse,
  take: (body: Uint8Array) => void,
): Promise<void> {
  try {
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of asked as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > MAX_BYTES) throw new Error('too large');
      chunks.push(chunk);
    }
    take(Buffer.concat(chunks));
    answer.writeHead(204).end();
  } catch {
    answer.writeHead(400).end();
  }
}
