/**
 * What is on its way to a receiver of figures. It never slows a run down and never ends one: what the receiver does not take in time
 * is dropped, the oldest first, and that it does not is said once.
 */
import { withDeadline } from '../../deadline.ts';
import { reason } from '../../errors.ts';
import { request } from '../../network/way.ts';
import type { MetricsTo } from '../../plan/metrics-to.ts';

export interface Parcel {
  body: Uint8Array | string;
  headers: Record<string, string>;
}

export interface Outbox {
  /** Sent at once, after those that a receiver has not taken yet. */
  put(parcel: Parcel): void;
  /** Sends what is left to a receiver that took what came before. Never rejects, and takes little longer than one request may. */
  end(): Promise<void>;
}

const REQUEST_TIMEOUT_MS = 3000;
/** A receiver that is away comes back within two minutes, or the oldest are lost: k6 and we send every five seconds. */
const MAX_PARCELS = 48;
const MAX_BYTES = 32 * 1024 * 1024;

/** @param note told once when the receiver does not take them */
export function outboxTo(to: MetricsTo, note: (line: string) => void): Outbox {
  const waiting: Parcel[] = [];
  let underway: Promise<void> | undefined;
  let again = false;
  let ending = false;
  let failed = false;
  let said = false;

  /** Until all are gone, or the receiver does not take one: it is tried again with the next. */
  async function send(): Promise<void> {
    for (let parcel = waiting[0]; parcel !== undefined; parcel = waiting[0]) {
      const fault = await post(to, parcel);
      failed = fault !== undefined;
      if (fault !== undefined && !said)
        note(`${to.form} at ${to.url} does not take the figures: ${fault.why}; the run goes on without`);
      said ||= failed;
      if (fault?.mayRepeat) return;
      if (waiting[0] === parcel) waiting.shift();
    }
  }

  function begin(): void {
    again = false;
    underway = send().finally(() => {
      underway = undefined;
      // What was put in meanwhile may have come too late for it.
      if (again && !ending) begin();
    });
  }

  return {
    put(parcel) {
      waiting.push(parcel);
      while (waiting.length > MAX_PARCELS || bytesOf(waiting) > MAX_BYTES) waiting.shift();
      if (underway === undefined) begin();
      else again = true;
    },
    async end() {
      ending = true;
      await underway;
      if (!failed) await send();
    },
  };
}

function bytesOf(parcels: Parcel[]): number {
  return parcels.reduce((sum, { body }) => sum + body.length, 0);
}

/** What a receiver cannot use it will not take later either. */
const MAY_BE_REPEATED = (status: number) => status === 429 || status >= 500;

async function post(
  { url, user, password }: MetricsTo,
  { body, headers }: Parcel,
): Promise<{ why: string; mayRepeat: boolean } | undefined> {
  const who =
    user === undefined
      ? {}
      : { authorization: `Basic ${Buffer.from(`${user}:${password ?? ''}`).toString('base64')}` };
  try {
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
  return reason(error instanceof Error && error.cause !== undefined ? error.cause : error);
}
