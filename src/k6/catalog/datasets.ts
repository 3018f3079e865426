/** The datasets of a run: made before the load, read a last time and removed after it. */
import type { Dataset } from '../../shared/request/dataset.ts';
import { layOutEach, type Told } from '../border/laying-out.ts';
import { RUN_PREFIX } from '../run-prefix.ts';
import { COUNTERS } from './counters.ts';
import { create, lastFault, listText, REMOVES_ANY_VERSION, read, remove, valueRead } from './operations.ts';
import { catalog } from './routes.ts';

const OWN_NAMES = new RegExp(`${RUN_PREFIX}[\\w-]+`, 'g');
/** What is left over of a load that broke is removed as far as this. */
const MAX_LEFTOVERS = 1000;
/** k6 ends teardown after two minutes; until then the last request must be through, each of which may take ten seconds. */
const MAX_MS = 60_000;
const TOO_MANY = 429;
const FAILED = 500;

/** A name of this run. */
export function ownName(suffix: string): string {
  return `${RUN_PREFIX}${suffix}`;
}

/**
 * Makes so many datasets and reads them. Those that the service fails to make now and then are counted.
 * @throws when it takes none, or not as the target file says, or shows no version: then nothing that follows would be its fault.
 * What was made is removed again, as far as it can be
 */
export function layOut(count: number): Dataset[] {
  const made: Dataset[] = [];
  const names = Array.from({ length: count }, (_, index) => ownName(`d${index}`));
  let last = '';
  layOutEach(
    names,
    (name, told) => {
      const fault = madeBy(name, made);
      if (fault === undefined) return name;
      last = fault;
      if (!isServiceFailure(told())) giveUp(made, fault);
      return undefined;
    },
    'datasets',
  );
  return made.length > 0 ? made : giveUp(made, last);
}

/** What a service may fail in that was described rightly. */
function isServiceFailure({ status, failure }: Told = { status: 0, failure: undefined }): boolean {
  return failure !== undefined && (status === 0 || status === TOO_MANY || status >= FAILED);
}

function giveUp(made: Dataset[], fault: string): never {
  for (const each of made) takeBack(each);
  throw new Error(`catalog: ${fault}`);
}

/** Makes one and reads it. @returns what is wrong; undefined when nothing is, and it is among those made */
function madeBy(name: string, made: Dataset[]): string | undefined {
  const { state, status, dataset, value } = create(name);
  if (dataset === undefined)
    return state === 'ok' || lastFault() !== ''
      ? `${lastFault()}; correct catalog.create of the target file`
      : `create of ${name} returned status ${status}; compare catalog.create of the target file with the service`;
  const isRead = read(dataset) !== undefined;
  // It may be somebody else's, so it stays.
  if (isRead && catalog.create.id !== undefined && valueRead() !== value)
    return `the content at the id of ${name} is not what was written; correct catalog.create.id and catalog.read of the target file`;
  made.push(dataset);
  if (isRead) return undefined;
  const why = lastFault();
  return why === ''
    ? `${name} was created, but could not be read; compare catalog.read of the target file with the service`
    : `${why}; correct catalog.read of the target file`;
}

/** Without a version that can be sent only a store that asks for none removes it; the rest is left, and noted down. */
function takeBack(dataset: Dataset): void {
  const version = REMOVES_ANY_VERSION ? '' : read(dataset);
  if (version !== undefined) remove(dataset, version);
}

/**
 * Reads all datasets for the final state, then removes them and what a load that broke has left over. Bounded in time: of a
 * service that hangs they count as unreadable.
 */
export function clearUp(datasets: Dataset[]): void {
  const endMs = Date.now() + MAX_MS;
  const isOver = () => Date.now() > endMs;
  const versions = datasets.map((dataset) => ({
    dataset,
    version: isOver() ? undefined : read(dataset, true),
  }));
  for (const { dataset, version } of versions) {
    COUNTERS.finalReads.add(1);
    if (version === undefined) COUNTERS.unreadable.add(1);
    else if (!isOver()) remove(dataset, version);
  }
  // Where ids are the service's, a name in a list does not say which.
  for (const name of ownNames().slice(0, MAX_LEFTOVERS)) {
    if (isOver() || catalog.create.id !== undefined) break;
    const dataset = { name, id: name };
    const version = read(dataset);
    if (version !== undefined) remove(dataset, version);
  }
  const left = ownNames().length;
  if (left > 0) console.warn(`${left} datasets of this run are left on the service: it does not remove them`);
}

function ownNames(): string[] {
  return [...new Set(listText().match(OWN_NAMES))];
}
