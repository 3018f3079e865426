import type { CatalogRoutes } from '../../contract/contract.ts';

/** Catalog of the reference service, for a bundle that runs alone. */
export const REFERENCE_CATALOG: CatalogRoutes = {
  create: {
    method: 'PUT',
    path: '/catalog/{name}',
    headers: { 'If-None-Match': '*' },
    json: { value: '{value}' },
    expect: [201],
  },
  read: { path: '/catalog/{name}', version: { header: 'ETag' }, value: { json: 'value' } },
  update: {
    method: 'PUT',
    path: '/catalog/{name}',
    headers: { 'If-Match': '{version}' },
    json: { value: '{value}' },
    expect: [200],
    conflict: [412],
    version: { header: 'ETag' },
  },
  list: '/catalog?limit=1000',
  remove: { path: '/catalog/{name}', headers: { 'If-Match': '{version}' } },
};
