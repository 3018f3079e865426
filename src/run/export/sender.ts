/** Sends the samples of the service and the figures of the load to where people keep theirs, while the load runs: a few at a time. */
import type { MetricsTo } from '../../plan/metrics-to.ts';
import { openTelemetryBody } from './opentelemetry.ts';
import type { Outbox } from './outbox.ts';
import { type LabelledValues, seriesOf } from './points.ts';
import { prometheusBody } from './prometheus.ts';

export interface Sender {
  /** What was read at one moment. */
  send(read: LabelledValues[]): void;
  /** Puts the rest into the outbox. */
  end(): Promise<void>;
}

/** As k6's own output does. */
const EVERY_MS = 5000;

/** @param everyMs only tests have another */
export function senderTo(form: MetricsTo['form'], outbox: Outbox, everyMs = EVERY_MS): Sender {
  let waiting: LabelledValues[] = [];
  const sendWaiting = async () => {
    if (waiting.length === 0) return;
    const series = seriesOf(waiting);
    waiting = [];
    outbox.put(form === 'prometheus' ? await prometheusBody(series) : openTelemetryBody(series));
  };
  const timer = setInterval(() => void sendWaiting(), everyMs);
  timer.unref();
  return {
    send: (read) => void waiting.push(...read),
    async end() {
      clearInterval(timer);
      await sendWaiting();
    },
  };
}
