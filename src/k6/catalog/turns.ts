/** What clients do with a dataset, made of operations. */
import { sleep } from 'k6';
import type { Dataset } from '../../shared/request/dataset.ts';
import type { Version } from '../../shared/request/version.ts';
import { type Clients, mayBegin } from './clients.ts';
import { COUNTERS } from './counters.ts';
import { read, type State, update } from './operations.ts';

/** After the first attempt. */
const MAX_RETRIES = 5;
/** A faster machine does not make the pauses shorter: what is shorter than a timer's grain orders nobody. */
const MIN_TURN_MS = 5;

const seen: Record<string, Version> = {};

/** Reads a dataset, and counts when it has changed since this client last read it. */
export function look(dataset: Dataset): Version | undefined {
  const version = read(dataset);
  const { name } = dataset;
  if (version === undefined) return undefined;
  if (seen[name] !== undefined && seen[name] !== version) COUNTERS.versionChanges.add(1);
  seen[name] = version;
  return version;
}

/** Reads a dataset and writes it at the version that was read; undefined when it did not come to write. */
export function rewrite(dataset: Dataset, clients: Clients): State | undefined {
  const version = look(dataset);
  return version === undefined || !mayBegin(clients) ? undefined : update(dataset, version).state;
}

/**
 * The same, again and again while others are first. The pause before a retry is of chance length, up to the time that all
 * clients would need one after the other, and twice as long with every retry (exponential backoff with full jitter,
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
 */
export function insist(dataset: Dataset, clients: Clients): void {
  for (let retry = 0; retry <= MAX_RETRIES && mayBegin(clients); retry++) {
    const begunMs = Date.now();
    if (rewrite(dataset, clients) !== 'conflict') return;
    const turnMs = Math.max(MIN_TURN_MS, Date.now() - begunMs);
    if (retry === MAX_RETRIES) COUNTERS.givenUp.add(1);
    else sleep((Math.random() * clients.count * turnMs * 2 ** (retry + 1)) / 1000);
  }
}
