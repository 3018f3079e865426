/**
 * Removes what a run left on its target, by the names and ids that its scripts noted down, and nothing else: neither what
 * only looks alike nor what only is old. Each file is shown to be the run's own before it goes.
 */
import type { Target } from '../plan/targets/targets.ts';
import { newClient } from './client.ts';
import { removeDataset } from './datasets.ts';
import { fileRemover } from './files.ts';
import type { Left } from './left.ts';
import { type Fate, type Tally, tallyOf } from './tally.ts';
import { removeUser } from './users.ts';

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
  const { routes, catalog, journey } = target;
  const remove = await fileRemover({ client, routes, seed, dryRun }, left.files);
  const missing = async (): Promise<Fate> => ({ stays: 'the target file does not describe it any more' });
  const work = [
    ...left.files.map((file) => () => remove(file)),
    ...left.datasets.map((dataset) =>
      catalog === undefined ? missing : () => removeDataset(client, catalog, dataset, dryRun),
    ),
    ...left.users.map((vu) =>
      journey === undefined ? missing : () => removeUser(client, journey, vu, { seed, dryRun }),
    ),
  ];
  return tallyOf(await allOf(work));
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
