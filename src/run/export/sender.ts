/** Sends the samples of the service to where people keep their figures, while the load runs: a few at a time. */
import type { Sample } from '../../contract/contract.ts';
import type { MetricsTo } from '../../plan/metrics-to.ts';
import { openTelemetryBody } from './opentelemetry.ts';
import type { Outbox } from './outbox.ts';
import { type LabelledSample, seriesOf } from './points.ts';
import { prometheusBody } from './prometheus.ts';

export interface Sender {
  sample(labels: Record<string, string>, sample: Sample): void;
  /** Puts the rest into the outbox. */
  end(): Promise<void>;
}

/** As k6's own output does. */
const EVERY_MS = 5000;

/** @param everyMs only tests have another */
export function senderTo(form: MetricsTo['form'], outbox: Outbox, everyMs = EVERY_MS): Sender {
  let samples: LabelledSample[] = [];
  const send = async () => {
    if (samples.length === 0) return;
    const series = seriesOf(samples);
    samples = [];
    outbox.put(form === 'prometheus' ? await prometheusBody(series) : openTelemetryBody(series));
  };
  const timer = setInterval(() => void send(), everyMs);
  timer.unref();
  return {
    sample: (labels, sample) => void samples.push({ labels, sample }),
    async end() {
      clearInterval(timer);
      await send();
    },
  };
}
