/** What the schema cannot say of a catalog: that every placeholder is known where it stands, and that updates depend on the version. */
import type { CatalogRoutes } from '../../contract/contract.ts';
import { BurstboxError } from '../../errors.ts';
import { checkPlaceholders } from '../placeholders.ts';

/** The placeholders that stand for something in each request. */
const KNOWN = {
  create: ['name', 'value'],
  read: ['name'],
  update: ['name', 'value', 'version'],
  list: [],
  remove: ['name', 'version'],
} satisfies Record<keyof CatalogRoutes, string[]>;

/** Without them a request does not do what it is there for. */
const NEEDED = {
  create: ['name', 'value'],
  read: ['name'],
  update: ['name', 'value', 'version'],
  list: [],
  remove: ['name'],
} satisfies Record<keyof CatalogRoutes, string[]>;

/** Requests about a dataset that was made. */
const AFTERWARDS = ['read', 'update', 'remove'];

const UNKNOWN = 'which has no meaning there';

/** @throws BurstboxError config with the place of the first mistake and what is known there. */
export function checkCatalog(file: string, catalog: CatalogRoutes): void {
  const { id, capture = {} } = catalog.create;
  // What the service gives is known once it was made.
  const given = ['id', ...Object.keys(capture)];
  refuseTaken(file, Object.keys(capture));
  for (const name of Object.keys(KNOWN) as (keyof CatalogRoutes)[]) {
    const request = sentParts(catalog[name]);
    if (request === undefined) continue;
    const used = checkPlaceholders(request, {
      file,
      at: `/catalog/${name}`,
      known: AFTERWARDS.includes(name) ? [...KNOWN[name], ...given] : KNOWN[name],
      complaint: UNKNOWN,
    });
    const isNamed =
      used.includes('name') || (AFTERWARDS.includes(name) ? used.includes('id') : id !== undefined);
    const missing = NEEDED[name].find((each) => (each === 'name' ? !isNamed : !used.includes(each)));
    if (missing !== undefined)
      throw new BurstboxError(
        'config',
        `${file}: /catalog/${name} has no {${missing}} in its path, headers or body; ${WHY[missing]}`,
        { name },
      );
  }
}

const WHY: Record<string, string> = {
  name: 'put it, or {id}, where the request says which dataset it is about; where the service makes the id, say in create.id where its answer has it, such as {"header": "Location"}',
  value: 'put it where the request says what is written',
  version: 'put it where the request says which version it was read at, such as {"If-Match": "{version}"}',
};

function refuseTaken(file: string, captured: string[]): void {
  const taken = captured.find((name) => ['name', 'value', 'version', 'id'].includes(name));
  if (taken !== undefined)
    throw new BurstboxError(
      'config',
      `${file}: /catalog/create/capture has the reserved name ${taken}; choose another`,
      { taken },
    );
}

/** What is sent; where an answer has its version holds no placeholders. */
function sentParts(request: CatalogRoutes[keyof CatalogRoutes]): object | undefined {
  if (request === undefined || typeof request === 'string')
    return request === undefined ? undefined : { path: request };
  const { path, headers } = request;
  const { json, text } = 'json' in request || 'text' in request ? request : {};
  return { path, headers, json, text };
}
