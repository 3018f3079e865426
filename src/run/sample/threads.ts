/** Fetches what the threads of a JVM do under load into a scenario's folder. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Leg } from '../../contract/contract.ts';
import { withDeadline } from '../../deadline.ts';
import { onDisk } from '../../files/on-disk.ts';
import { boundedBody } from '../../network/bounded-body.ts';
import { request } from '../../network/way.ts';
import { hideSecrets } from '../../secrets/secrets.ts';
import { FILES } from '../../store/store.ts';
import type { Manner } from './ask.ts';
import { type LoadSpan, peakWindow } from './cpu-profile.ts';
import type { Fetched } from './pprof.ts';

/** A dump stops all threads for a moment, and is made once; its JSON of a thousand threads takes a busy service some seconds. */
const ANSWER_TIMEOUT_MS = 15_000;
const MAX_BYTES = 16 * 1024 * 1024;

/** In the middle of the highest level. None where the load ended before; never rejects for what the target does. */
export async function threadsAtPeak(
  url: string,
  headers: Manner['headers'],
  legs: Leg[],
  folder: string,
  { started, over }: Pick<LoadSpan, 'started' | 'over'>,
): Promise<Fetched[]> {
  const { delaySeconds, seconds } = peakWindow(legs);
  const waited = started.then(() => pause((delaySeconds + seconds / 2) * 1000, true, { signal: over }));
  const ended = new Promise<false>((resolve) => {
    if (over.aborted) resolve(false);
    over.addEventListener('abort', () => resolve(false), { once: true });
  });
  if (!(await Promise.race([waited.catch(() => false), ended]))) return [];
  return fetchThreads(url, headers, folder, over);
}

async function fetchThreads(
  url: string,
  headers: Manner['headers'],
  folder: string,
  over: AbortSignal,
): Promise<Fetched[]> {
  const file = FILES.threads;
  try {
    const text = await withDeadline(ANSWER_TIMEOUT_MS, over, async (signal) => {
      const asked = { accept: 'application/json', ...headers };
      const answer = await request(url, { signal, redirect: 'manual', headers: asked });
      if (answer.ok) return (await boundedBody(answer, MAX_BYTES)).toString('utf8');
      await answer.body?.cancel();
      throw new Error(`status ${answer.status}`);
    });
    onDisk(folder, () => writeFileSync(join(folder, file), hideSecrets(text)));
    return [{ file, ok: true }];
  } catch {
    // asked for besides: a service may be too busy for it, or forbid it
    return [];
  }
}
