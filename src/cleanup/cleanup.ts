/**
 * Removes what a run left on its target, by the names and ids that its scripts noted down, and nothing else: neither what
 * only looks alike nor what only is old. Each file is shown to be the run's own before it goes.
 */
import type { Target } from '../plan/targets/targets.ts';
import type { Client, Fate } from '../suites/leavings.ts';
import type { Removal, Section } from '../suites/suite.ts';
import { SECTIONS } from '../suites/suites.ts';
import { newClient } from './client.ts';
import { fileRemover } from './own-files.ts';
import type { Left } from './stored-notes.ts';
import { type Tally, tallyOf } from './tally.ts';

export interface CleanupOrder {
  baseUrl: string;
  /** With its secrets. */
  target: Target;
  /** Of the run. */
  seed: number;
  left: Left;
  /** Looks, and removes nothing. */
  dryRun: boolean;
  signal: AbortSignal;
}

/** Beside what else uses the service. */
const AT_ONCE = 8;

/** May be called again. @throws BurstboxError target when the service is silent or gives no token; interrupted */
export async function cleanUp({ baseUrl, target, seed, left, dryRun, signal }: CleanupOrder): Promise<Tally> {
  const client = newClient(baseUrl, target.auth, signal);
  const { routes } = target;
  const remove = await fileRemover({ client, routes, seed, dryRun }, left.files);
  const work = [
    ...left.files.map((file) => () => remove(file)),
    ...SECTIONS.flatMap((section) => removalsBy(section, { client, target, left }, { seed, dryRun })),
  ];
  return tallyOf(await allOf(work));
}

function removalsBy(
  { key, leaves }: Section,
  { client, target, left }: Pick<CleanupOrder, 'target' | 'left'> & { client: Client },
  how: Removal,
): (() => Promise<Fate>)[] {
  if (leaves === undefined) return [];
  const description = target[key];
  return (left[leaves.name] ?? []).map((thing) => async () => {
    if (description === undefined) return { stays: 'the target file no longer describes it' };
    return await leaves.remove(client, description, thing, how);
  });
}

async function allOf(work: (() => Promise<Fate>)[]): Promise<Fate[]> {
  const fates: Fate[] = [];
  const waiting = work.values();
  const lane = async () => {
    for (const next of waiting) fates.push(await next());
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return fates;
}
