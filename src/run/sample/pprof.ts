/** Fetches the target's pprof profiles into a scenario's folder. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withDeadline } from '../../deadline.ts';
import { reason } from '../../errors.ts';
import { onDisk } from '../../files/on-disk.ts';
import { boundedBody, TooLarge } from '../../network/bounded-body.ts';
import { request } from '../../network/way.ts';
import { hideSecrets } from '../../secrets/secrets.ts';
import type { ProfileRecord } from '../../store/records/records.ts';
import { FILES } from '../../store/store.ts';
import type { Manner } from './ask.ts';
import { profileIn } from './profile-answer.ts';
import { hasSamples } from './profile-format.ts';
import { withoutSecrets } from './profile-strings.ts';

export type Fetched = ProfileRecord;

const ANSWER_TIMEOUT_MS = 15_000;
/** With or without gzip. */
const MAX_PROFILE_BYTES = 64 * 1024 * 1024;
const NOT_EMPTY = { notEmpty: true };

/**
 * CPU profile over `seconds`. Two at once fail in Go, so the caller never overlaps them.
 * @param index URL of the pprof index, with a trailing slash.
 */
export function fetchCpuProfile(
  index: string,
  headers: Manner['headers'],
  seconds: number,
  folder: string,
  signal: AbortSignal,
): Promise<Fetched> {
  return fetchProfile(`${index}profile?seconds=${seconds}`, headers, FILES.cpuProfile, folder, signal, {
    extraMs: seconds * 1000,
  });
}

/** Who waits where under load. Empty where the service has no such list or is too busy to make it: it is asked for besides. */
export async function fetchWaiters(
  index: string,
  headers: Manner['headers'],
  folder: string,
  signal: AbortSignal,
): Promise<Fetched[]> {
  return onlyThere([
    await fetchProfile(`${index}goroutine`, headers, FILES.goroutineLoad, folder, signal, NOT_EMPTY),
  ]);
}

/** Where locks and channels made others wait, since the service began; empty where it does not count that. */
export async function fetchContention(
  index: string,
  headers: Manner['headers'],
  folder: string,
  signal: AbortSignal,
): Promise<Fetched[]> {
  return onlyThere([
    await fetchProfile(`${index}mutex`, headers, FILES.mutex, folder, signal, NOT_EMPTY),
    await fetchProfile(`${index}block`, headers, FILES.block, folder, signal, NOT_EMPTY),
  ]);
}

function onlyThere(fetched: Fetched[]): Fetched[] {
  return fetched.filter(({ ok }) => ok);
}

/**
 * Heap and goroutine (or the runtime's equal) at one border of the load. `gc=1` stops the world: borders only.
 * @param signal gives up at once; without it a target that does not answer costs 15 s a profile.
 */
export async function fetchBorderProfiles(
  index: string,
  headers: Manner['headers'],
  border: 'start' | 'end',
  folder: string,
  signal?: AbortSignal,
): Promise<Fetched[]> {
  const [heap, goroutine] =
    border === 'start' ? [FILES.heapStart, FILES.goroutineStart] : [FILES.heapEnd, FILES.goroutineEnd];
  return [
    await fetchProfile(`${index}heap?gc=1`, headers, heap, folder, signal),
    await fetchProfile(`${index}goroutine`, headers, goroutine, folder, signal),
  ];
}

/** Kept with gzip, as Go writes it. Never rejects for what the target does; only a full disk does. */
async function fetchProfile(
  url: string,
  headers: Manner['headers'],
  file: string,
  folder: string,
  signal: AbortSignal | undefined,
  { extraMs = 0, notEmpty = false }: { extraMs?: number; notEmpty?: boolean } = {},
): Promise<Fetched> {
  let bytes: Buffer;
  try {
    const answer = await withDeadline(ANSWER_TIMEOUT_MS + extraMs, signal, (limited) =>
      download(url, headers, limited),
    );
    bytes = await profileBytes(answer, notEmpty);
  } catch (error) {
    const why = hideSecrets(`GET ${new URL(url).pathname}: ${reason(error)}`);
    return { file, ok: false, why, ...problemOf(error) };
  }
  onDisk(folder, () => writeFileSync(join(folder, file), bytes));
  return { file, ok: true };
}

async function profileBytes(answer: Buffer, notEmpty: boolean): Promise<Buffer> {
  try {
    const { zipped, bare } = await profileIn(answer);
    if (notEmpty && !hasSamples(bare)) throw new Error('a profile without samples');
    return withoutSecrets(zipped, bare);
  } catch (error) {
    throw new NoProfile(reason(error), { problem: 'form' });
  }
}

/** An answer came, and not the one that was asked for. */
class NoProfile extends Error {
  readonly facts: Pick<Fetched, 'problem' | 'status'>;

  constructor(message: string, facts: Pick<Fetched, 'problem' | 'status'>) {
    super(message);
    this.facts = facts;
  }
}

function problemOf(error: unknown): Pick<Fetched, 'problem' | 'status'> {
  if (error instanceof NoProfile) return error.facts;
  return { problem: error instanceof TooLarge ? 'form' : 'unanswered' };
}

/** What stands where a profile should. @throws Error that says what it is instead; TooLarge */
export async function download(
  url: string,
  headers: Manner['headers'],
  signal: AbortSignal,
): Promise<Buffer> {
  const answer = await request(url, { signal, redirect: 'manual', headers });
  if (!answer.ok) {
    await answer.body?.cancel();
    throw new NoProfile(`status ${answer.status}, expected 200 with a profile`, {
      problem: 'status',
      status: answer.status,
    });
  }
  return boundedBody(answer, MAX_PROFILE_BYTES);
}
