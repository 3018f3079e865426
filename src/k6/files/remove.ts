import { endpointOf } from '../endpoint.ts';
import { operate } from '../operation.ts';
import { routes } from '../parameters.ts';
import { pathTo, type StoredFile } from './stored-file.ts';

const REMOVE = { op: 'remove', ...endpointOf(routes.remove, { method: 'DELETE', expect: [200, 202, 204] }) };
const pathOf = pathTo(REMOVE.path);

/** Removes a file that the service has acknowledged. @returns whether it did. */
export function remove(file: StoredFile): boolean {
  return operate({ ...REMOVE, path: pathOf(file), acknowledged: true }) !== undefined;
}
