/** How this target removes a file. */

import { isSamePlace, isUnguessable } from '../../shared/ownership/place.ts';
import { endpointOf } from '../../shared/request/endpoint.ts';
import type { StoredFile } from '../../shared/request/stored-file.ts';
import { routes } from '../parameters.ts';

const REMOVE = endpointOf(routes.remove, { method: 'DELETE', expect: [] });
const UPLOAD = endpointOf(routes.upload, { method: 'PUT', expect: [] });

/** By an id of the service's own; else by the name, which is ours. */
export const isById = routes.upload?.id !== undefined && REMOVE.path.includes('{id}');

/** DELETE of the very address that the file was PUT to: nothing but our file can be there (RFC 9110 §9.3.4, §9.3.5). */
export const isSameAddress =
  routes.upload?.style === 'raw' &&
  UPLOAD.method === 'PUT' &&
  REMOVE.method === 'DELETE' &&
  !isById &&
  UPLOAD.path.includes('{name}') &&
  UPLOAD.path === REMOVE.path.split('{id}').join('{name}');

const isWhereSeen = isById && isSamePlace(REMOVE.path, placesSeen());

function placesSeen(): string[] {
  const [list, download] = [routes.list, routes.download].map(
    (route) => endpointOf(route, { method: 'GET', expect: [] }).path,
  );
  return [
    ...(routes.download === undefined ? [] : [download ?? '']),
    ...[list, UPLOAD.path]
      .filter(Boolean)
      .map((path = '') => `${path.replace(/[?{].*$/s, '').replace(/\/$/, '')}/{id}`),
  ];
}

/** Whether the path of the removal is about what the file was seen as; else only a look at that path says whose it is. */
export function isAimed({ name, id }: StoredFile): boolean {
  return !isById || isWhereSeen || isUnguessable(id, name);
}
