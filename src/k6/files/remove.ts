import { endpointOf } from '../../shared/request/endpoint.ts';
import { pathTo, type StoredFile } from '../../shared/request/stored-file.ts';
import { operate } from '../operation.ts';
import { routes } from '../parameters.ts';
import { lookedAt } from './looked-at.ts';

const REMOVE = { op: 'remove', ...endpointOf(routes.remove, { method: 'DELETE', expect: [200, 202, 204] }) };
const pathOf = pathTo(REMOVE.path);

/** Removes a file that the service has acknowledged. @returns whether it did. */
export function remove(file: StoredFile): boolean {
  return operate({ ...REMOVE, path: pathOf(file), acknowledged: true, ...lookedAt('remove') }) !== undefined;
}
