/** Removes files of a run, each after it was shown to be the run's own. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { TargetRoutes } from '../contract/contract.ts';
import { noise, stamp } from '../shared/content.ts';
import { shapeOf, stampShape } from '../shared/content-shape.ts';
import { endpointOf } from '../shared/request/endpoint.ts';
import { statusText } from '../shared/request/status-text.ts';
import { filesIn, pathTo, type StoredFile } from '../shared/request/stored-file.ts';
import { sampleShape } from '../shared/sample-shape.ts';
import { type Client, type Fate, NOT_THERE, type Reply } from '../suites/leavings.ts';
import type { LeftFile } from './stored-notes.ts';

const ACCEPTED = 202;

/** How one service is asked, for all files of a run. */
export interface FileService {
  client: Client;
  routes: TargetRoutes;
  seed: number;
  dryRun: boolean;
}

/** @returns what removes one file */
export async function fileRemover(
  service: FileService,
  files: LeftFile[],
): Promise<(file: LeftFile) => Promise<Fate>> {
  const { routes } = service;
  if (routes.remove === undefined)
    return async () => ({ stays: 'the target file has no route to remove files' });
  const listed = await listedIds(service, files);
  return async (file) => {
    const known = storedAs(file, routes, listed);
    if (known === undefined)
      return listed === undefined
        ? { stays: 'it may have been in progress when k6 ended, and its id is unknown' }
        : 'gone';
    return await removeFile(service, known, file.vu, listed?.get(file.name) === known.id);
  };
}

/** Under the service's id, where it makes them. */
function storedAs(
  { name, id }: LeftFile,
  { upload }: TargetRoutes,
  listed: Map<string, string> | undefined,
): StoredFile | undefined {
  const known = upload?.id === undefined ? name : (id ?? listed?.get(name));
  return known === undefined ? undefined : { name, id: known };
}

/** Ids by name, of the files that a list in JSON shows; undefined where there is none that tells ids. */
async function listedIds(
  { client, routes }: FileService,
  files: LeftFile[],
): Promise<Map<string, string> | undefined> {
  const fields = typeof routes.list === 'object' ? routes.list.json : undefined;
  if (fields?.id === undefined || files.length === 0) return undefined;
  const ours = new Set(files.map(({ name }) => name));
  const { method, path, expect, headers } = endpointOf(routes.list, { method: 'GET', expect: [200] });
  const shown = new Map<string, string>();
  for (const vu of new Set(files.map((file) => file.vu))) {
    const reply = await client.send({ method, path, headers }, vu);
    if (!expect.includes(reply.status)) continue;
    const own = (text: string) => text.split('/').find((part) => ours.has(part));
    for (const { name, id } of filesIn(reply.body, fields, own)) shown.set(name, id);
  }
  return shown;
}

async function removeFile(
  service: FileService,
  file: StoredFile,
  vu: number,
  isListed: boolean,
): Promise<Fate> {
  const shown = await lookAt(service, file, vu, isListed);
  if (shown !== 'ours') return shown;
  if (service.dryRun) return 'removed';
  const { client, routes } = service;
  const { method, path, expect, headers } = endpointOf(routes.remove, {
    method: 'DELETE',
    expect: [200, 202, 204],
  });
  const { status } = await client.send({ method, path: pathTo(path)(file), headers }, vu);
  if (NOT_THERE.includes(status)) return 'gone';
  if (!expect.includes(status)) return { stays: `the service does not remove it (${statusText(status)})` };
  const isThere =
    status !== ACCEPTED &&
    routes.download !== undefined &&
    (await lookAt(service, file, vu, isListed)) === 'ours';
  return isThere ? { stays: 'the service says that it removed it, but still has it' } : 'removed';
}

/**
 * A file is ours when its bytes are those that its name stands for. Where none can be read, a name that only this run gives
 * must be all that leads to it, or the list must show that name with that id.
 */
async function lookAt(
  service: FileService,
  file: StoredFile,
  vu: number,
  isListed: boolean,
): Promise<'ours' | Fate> {
  const { client, routes } = service;
  if (routes.download === undefined) {
    const isNamed = routes.upload?.id === undefined || isListed;
    return isNamed ? 'ours' : { stays: 'it could not be shown to be of this run: it cannot be read' };
  }
  const { method, path, expect, headers } = endpointOf(routes.download, { method: 'GET', expect: [200] });
  const reply = await client.send({ method, path: pathTo(path)(file), headers }, vu);
  if (NOT_THERE.includes(reply.status)) return 'gone';
  if (!expect.includes(reply.status)) return { stays: `it could not be read (${statusText(reply.status)})` };
  return isContent(reply, service, file.name)
    ? 'ours'
    : { stays: 'it could not be shown to be of this run: its content differs' };
}

/** Of whatever size: what was cut short when it was stored begins alike. */
function isContent({ bytes }: Reply, { seed, routes }: FileService, name: string): boolean {
  if (bytes.length === 0) return false;
  const fill = (size: number) => noise(seed, size, (text) => createHash('sha512').update(text).digest());
  const { content: form, sample } = routes.upload ?? {};
  if (sample !== undefined) return isSample(bytes, sample, seed, name);
  if (form === undefined) {
    const expected = fill(bytes.length);
    stamp(expected, seed, name);
    return bytes.equals(expected);
  }
  if (bytes.length < MIN_SHAPED) return false;
  const shape = shapeOf(form, bytes.length, fill);
  stampShape(shape, seed, name);
  return bytes.equals(shape.bytes);
}

/** One that is sent as it is may be anybody's. */
function isSample(bytes: Buffer, file: string, seed: number, name: string): boolean {
  const varied = sampleShape(readFileSync(file));
  if (varied === undefined) return false;
  stampShape(varied, seed, name);
  return bytes.equals(varied.bytes);
}

/** The loads store none that are shorter, and every form fits into it. */
const MIN_SHAPED = 1024;
