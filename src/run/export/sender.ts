/**
 * Sends samples of the service to where people keep their figures, while the load runs. It never slows a run down and never ends
 * one: what a receiver does not take in time is dropped, and that it does not is said once.
 */
import type { Sample } from '../../contract/contract.ts';
import { withDeadline } from '../../deadline.ts';
import { reason } from '../../errors.ts';
import { request } from '../../network/way.ts';
import type { MetricsTo } from '../../plan/metrics-to.ts';
import { openTelemetryBody } from './opentelemetry.ts';
import { type LabelledSample, seriesOf } from './points.ts';
import { prometheusBody } from './prometheus.ts';

export interface Sender {
  sample(labels: Record<string, string>, sample: Sample): void;
  /** Sends the rest, to a receiver that took what came before. Never rejects, and takes no longer than one request may. */
  end(): Promise<void>;
}

/** As k6's own output does. */
const EVERY_MS = 5000;
const REQUEST_TIMEOUT_MS = 3000;
/** A receiver that is away comes back within this, or the oldest are lost: two minutes of samples. */
const MAX_WAITING = 120;
/** What a receiver cannot use is not sent again; of these it may take the same later. */
const MAY_BE_REPEATED = (status: number) => status === 429 || status >= 500;

/** @param note told once when the receiver does not take them @param everyMs only tests have another */
export function senderTo(to: MetricsTo, note: (line: string) => void, everyMs = EVERY_MS): Sender {
  let waiting: LabelledSample[] = [];
  let failed = false;
  let said = false;
  let underway: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    underway = underway.then(send);
  }, everyMs);
  timer.unref();

  async function send(): Promise<void> {
    const samples = waiting;
    if (samples.length === 0) return;
    waiting = [];
    const fault = await post(to, samples);
    failed = fault !== undefined;
    if (fault === undefined) return;
    if (fault.mayRepeat) waiting = [...samples, ...waiting].slice(-MAX_WAITING);
    if (!said)
      note(
        `${to.form} at ${to.url} does not take the samples: ${fault.why}; the run goes on, and keeps them in samples.ndjson`,
      );
    said = true;
  }

  return {
    sample(labels, sample) {
      waiting.push({ labels, sample });
      if (waiting.length > MAX_WAITING) waiting.shift();
    },
    async end() {
      clearInterval(timer);
      await underway;
      if (!failed) await send();
    },
  };
}

async function post(
  { form, url, user, password }: MetricsTo,
  samples: LabelledSample[],
): Promise<{ why: string; mayRepeat: boolean } | undefined> {
  try {
    const series = seriesOf(samples);
    const { body, headers } =
      form === 'prometheus' ? await prometheusBody(series) : openTelemetryBody(series);
    const who =
      user === undefined
        ? {}
        : { authorization: `Basic ${Buffer.from(`${user}:${password ?? ''}`).toString('base64')}` };
    return await withDeadline(REQUEST_TIMEOUT_MS, undefined, async (signal) => {
      const init = {
        method: 'POST',
        headers: { ...headers, ...who },
        body,
        signal,
        redirect: 'manual',
      } as const;
      const answer = await request(url, init);
      await answer.body?.cancel();
      return answer.ok
        ? undefined
        : { why: `status ${answer.status}`, mayRepeat: MAY_BE_REPEATED(answer.status) };
    });
  } catch (error) {
    return { why: whyOf(error), mayRepeat: true };
  }
}

/** What fetch says is only that it failed. */
function whyOf(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  return reason(cause);
}
