/** Datasets that a run may leave: each is known by its name alone, which only this run gives. */
import type { CatalogRoutes, StoredNote } from '../../contract/contract.ts';
import { answerValue } from '../../shared/request/answer-value.ts';
import { requestOf } from '../../shared/request/catalog-request.ts';
import { type Dataset, valuesOf } from '../../shared/request/dataset.ts';
import { statusText } from '../../shared/request/status-text.ts';
import { fitsPath } from '../../shared/request/stored-file.ts';
import { valueFault } from '../../shared/request/value-fault.ts';
import { MAX_VERSION_CHARS, versionIn } from '../../shared/request/version.ts';
import { type Client, type Fate, isNameOf, NOT_THERE } from '../leavings.ts';
import type { Leaves, Removal } from '../suite.ts';

/** As the load makes them. */
const IS_VALUE = /^\d+-\d+$/;
const MAX_VALUE_CHARS = 64;

/** The load asks as each of its users; a dataset is nobody's own. */
const ANY_VU = 1;

export const DATASETS: Leaves<'catalog', Dataset> = {
  name: 'datasets',
  what: 'dataset',
  leftOf,
  remove: removeDataset,
};

function leftOf(notes: StoredNote[], prefix: string): Dataset[] {
  const left = new Map<string, Dataset>();
  for (const note of notes) {
    if ('dataset' in note && isNameOf(prefix, note.dataset)) {
      const { dataset: name, id = name } = note;
      if (fitsPath(id)) left.set(name, { name, id });
    }
    if ('gone' in note) left.delete(note.gone);
  }
  return [...left.values()];
}

async function removeDataset(
  client: Client,
  catalog: CatalogRoutes,
  dataset: Dataset,
  { dryRun }: Removal,
): Promise<Fate> {
  if (catalog.create.id !== undefined && dataset.id === dataset.name)
    return { stays: 'the id that the service assigned is unknown' };
  const values = valuesOf(dataset);
  const read = requestOf(catalog.read, { method: 'GET', expect: [200] }, values);
  const found = await client.send(read, ANY_VU);
  if (NOT_THERE.includes(found.status)) return 'gone';
  if (!read.expect.includes(found.status))
    return { stays: `it could not be read (${statusText(found.status)})` };
  const version = versionIn(catalog.read.version, found);
  if (version === undefined)
    return { stays: `the version ${valueFault(catalog.read.version, found, MAX_VERSION_CHARS)}` };
  const value = answerValue(catalog.read.value, found, MAX_VALUE_CHARS);
  if (catalog.create.id !== undefined && !IS_VALUE.test(value ?? ''))
    return { stays: 'the content at its id was not written by this run' };
  if (dryRun) return 'removed';
  const remove = requestOf(
    catalog.remove,
    { method: 'DELETE', expect: [200, 202, 204] },
    { ...values, version },
  );
  const { status } = await client.send(remove, ANY_VU);
  if (NOT_THERE.includes(status)) return 'gone';
  return remove.expect.includes(status)
    ? 'removed'
    : { stays: `the service does not remove it (${statusText(status)})` };
}
