/** What the schema cannot say of routes: that a load can play them as they are written. */
import type { Route, TargetRoutes } from '../../contract/contract.ts';
import { BurstboxError } from '../../errors.ts';

/** @throws BurstboxError config with the place of the first route that leads nowhere, and what to do */
export function checkRoutes(file: string, routes: TargetRoutes): void {
  const { upload, download, remove, batch } = routes;
  for (const [name, route] of Object.entries({ download, remove }))
    if (upload !== undefined && route !== undefined && !/\{(name|id)\}/.test(pathOf(route)))
      throw wrong(
        file,
        `/routes/${name} is ${pathOf(route)}, which names no file; put {name} or {id} where it says which`,
      );
  const isNamed = upload === undefined || upload.style === 'multipart' || upload.path.includes('{name}');
  if (!isNamed && upload.id === undefined && (download !== undefined || remove !== undefined))
    throw wrong(
      file,
      `/routes/upload sends no name and takes no id, so no file could be found again; put {name} into its path, or say in "id" where the answer has the id`,
    );
  if (batch !== undefined && upload?.id !== undefined)
    throw wrong(
      file,
      '/routes/batch knows files by their names alone, and /routes/upload says that the service gives them ids; leave "batch" out',
    );
}

function pathOf(route: Route): string {
  return typeof route === 'string' ? route : route.path;
}

function wrong(file: string, what: string): BurstboxError {
  return new BurstboxError('config', `${file}: ${what}`, { file });
}
