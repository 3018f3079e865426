/** `/metrics/catalog`: what a service holds open of its database, as a small JSON object. */
import { type Adapter, type Fields, readFields } from './adapter.ts';

const FIELDS: Fields = {
  connections: ['catalog_connections', 1],
  statements: ['catalog_statements', 1],
};

export const catalog: Adapter = {
  paths: ['/metrics/catalog'],
  mostBytes: 64 * 1024,
  read: (body) => readFields(JSON.parse(body), FIELDS),
};
