/** Removes datasets of a run: each is known by its name alone, which only this run gives. */
import type { CatalogRoutes } from '../contract/contract.ts';
import { requestOf } from '../shared/request/catalog-request.ts';
import { versionIn } from '../shared/request/version.ts';
import type { Client } from './client.ts';
import { NOT_THERE, statusText } from './files.ts';
import type { Fate } from './tally.ts';

/** The load asks as each of its users; a dataset is nobody's own. */
const ANY_VU = 1;

export async function removeDataset(
  client: Client,
  catalog: CatalogRoutes,
  name: string,
  dryRun: boolean,
): Promise<Fate> {
  const read = requestOf(catalog.read, { method: 'GET', expect: [200] }, { name });
  const found = await client.send(read, ANY_VU);
  if (NOT_THERE.includes(found.status)) return 'gone';
  if (!read.expect.includes(found.status))
    return { stays: `it could not be read (${statusText(found.status)})` };
  const version = versionIn(catalog.read.version, found);
  if (version === undefined) return { stays: 'its answer shows no version' };
  if (dryRun) return 'removed';
  const remove = requestOf(catalog.remove, { method: 'DELETE', expect: [200, 202, 204] }, { name, version });
  const { status } = await client.send(remove, ANY_VU);
  if (NOT_THERE.includes(status)) return 'gone';
  return remove.expect.includes(status)
    ? 'removed'
    : { stays: `the service does not remove it (${statusText(status)})` };
}
