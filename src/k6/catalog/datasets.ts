/** The datasets of a run: made before the load, read a last time and removed after it. */
import { RUN_PREFIX } from '../run-prefix.ts';
import { COUNTERS } from './counters.ts';
import { create, listText, read, remove } from './operations.ts';

const OWN_NAMES = new RegExp(`${RUN_PREFIX}[\\w-]+`, 'g');
/** What is left over of a load that broke is removed as far as this. */
const MOST_LEFTOVERS = 1000;
/** k6 ends teardown after two minutes; until then the last request must be through, each of which may take ten seconds. */
const MOST_MS = 60_000;

/** A name of this run. */
export function ownName(suffix: string): string {
  return `${RUN_PREFIX}${suffix}`;
}

/**
 * Makes so many datasets and reads them.
 * @returns their names
 * @throws when the service does not take them, or shows no version: then nothing that follows would be its fault
 */
export function layOut(count: number): string[] {
  const names = Array.from({ length: count }, (_, index) => ownName(`d${index}`));
  for (const name of names) {
    const { state, status } = create(name);
    if (state !== 'ok')
      throw new Error(
        `catalog: create of ${name} was answered with status ${status}; compare catalog.create of the target file with the service`,
      );
    if (read(name) === undefined)
      throw new Error(
        `catalog: ${name} was created, but reading it gave no version or no value; compare catalog.read of the target file with the service`,
      );
  }
  return names;
}

/**
 * Reads all datasets for the final state, then removes them and what a load that broke has left over. Bounded in time: of a
 * service that hangs they count as unreadable.
 */
export function clearUp(names: string[]): void {
  const endMs = Date.now() + MOST_MS;
  const isOver = () => Date.now() > endMs;
  const versions = names.map((name) => ({ name, version: isOver() ? undefined : read(name, true) }));
  for (const { name, version } of versions) {
    COUNTERS.finalReads.add(1);
    if (version === undefined) COUNTERS.unreadable.add(1);
    else if (!isOver()) remove(name, version);
  }
  for (const name of ownNames().slice(0, MOST_LEFTOVERS)) {
    if (isOver()) break;
    const version = read(name);
    if (version !== undefined) remove(name, version);
  }
  const left = ownNames().length;
  if (left > 0) console.warn(`${left} datasets of this run are left on the service: it does not remove them`);
}

function ownNames(): string[] {
  return [...new Set(listText().match(OWN_NAMES))];
}
