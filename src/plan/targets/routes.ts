/** What the schema cannot say of routes: that a load can play them as they are written. */
import type { BatchRoutes, Route, TargetRoutes } from '../../contract/contract.ts';
import { BurstboxError } from '../../errors.ts';
import { batchDownloadOf } from '../../shared/request/batch-ask.ts';

/** @throws BurstboxError config with the place of the first route that leads nowhere, and what to do */
export function checkRoutes(file: string, routes: TargetRoutes): void {
  const { upload, download, remove, batch } = routes;
  for (const [name, route] of Object.entries({ download, remove }))
    if (upload !== undefined && route !== undefined && !/\{(name|id)\}/.test(pathOf(route)))
      throw wrong(
        file,
        `/routes/${name} is ${pathOf(route)}, which does not name a file; put {name} or {id} into it`,
      );
  const isNamed = upload === undefined || upload.style === 'multipart' || upload.path.includes('{name}');
  if (!isNamed && upload.id === undefined && (download !== undefined || remove !== undefined))
    throw wrong(
      file,
      `/routes/upload sends no name and takes no id, so no uploaded file could be found again; put {name} into its path, or say in "id" where the response has the id`,
    );
  const mistake = batch === undefined ? undefined : batchMistake(batch, upload);
  if (mistake !== undefined) throw wrong(file, mistake);
}

/** Whether files of a batch could be sent, known and asked for again. */
function batchMistake(batch: BatchRoutes, upload: TargetRoutes['upload']): string | undefined {
  const { send = 'multipart', field, json, ask } = batch;
  const { method, path } = batchDownloadOf(batch);
  if (upload?.id !== undefined && json?.id === undefined)
    return '/routes/batch identifies files by name only, but /routes/upload says that the service assigns ids; say in "json" where the response to the batch has their names and ids, or leave "batch" out';
  if (send === 'multipart' && field === undefined)
    return '/routes/batch sends a form but names no field for its files; add "field", or say "send": "tar" or "zip"';
  if (send !== 'multipart' && field !== undefined)
    return `/routes/batch sends one ${send} archive, which has no fields; leave "field" out`;
  const isInPath = /\{(ids|names)\}/.test(path);
  if (ask !== undefined && method === 'GET')
    return `/routes/batch/download is a GET, which has no body, but "ask" is a body; leave it out, or say "method": "POST"`;
  if (!isInPath && method === 'GET')
    return `/routes/batch/download is GET ${path}, which names no files; put {ids} or {names} into it`;
  if (!isInPath && ask !== undefined && !/"\{(ids|names)\}"/.test(JSON.stringify(ask)))
    return `/routes/batch/ask is ${JSON.stringify(ask)}, which names no files; write "{ids}" or "{names}" where their list goes`;
  return undefined;
}

function pathOf(route: Route): string {
  return typeof route === 'string' ? route : route.path;
}

function wrong(file: string, what: string): BurstboxError {
  return new BurstboxError('config', `${file}: ${what}`, { file });
}
