/** How the service removes a file. Its answer alone proves nothing: the file must be gone. */
import { setTimeout as pause } from 'node:timers/promises';
import type { HttpMethod, Route } from '../contract/contract.ts';
import { type Client, hasAgreed } from './client.ts';
import { type FoundDownload, isFile } from './find-download.ts';
import type { FoundList } from './find-list.ts';
import { removalForms } from './forms.ts';
import { collectionOf, type UploadIdea } from './idea.ts';
import { surelyOwn } from './ids.ts';
import type { GivenRoute } from './route-words.ts';
import type { Stored } from './stored.ts';
import { filled, named, withSlashOf } from './template.ts';

/** Where the file can be seen, if anywhere. */
export interface Seen {
  download?: FoundDownload;
  list?: FoundList;
}

export interface Removal {
  route?: Route;
  /** Whether the file is known to be gone. */
  isGone: boolean;
}

const USUAL = [200, 202, 204];
/** A service that removes later gets this long. */
const GONE_TRIES = 5;
const GONE_PAUSE_MS = 200;
const MOST_TRIES = 40;

/** Goes on after Ctrl-C: what was stored must go. */
export async function removeStored(
  client: Client,
  stored: Stored,
  seen: Seen,
  given: GivenRoute | undefined,
): Promise<Removal> {
  const { idea, file, ids } = stored;
  const known = seen.download === undefined ? surelyOwn(ids, file.name) : [seen.download.id];
  const ways =
    given === undefined ? waysOf(idea, seen.download?.template, formsOf(client, stored, seen)) : [given];
  let said: Route | undefined;
  for (const { method = 'DELETE', path: template } of ways.slice(0, MOST_TRIES)) {
    for (const id of known) {
      const path = filled(template, file.name, id.value);
      const answer = await client.lasting.send({ method, path });
      if (!hasAgreed(answer)) continue;
      const own = named(withSlashOf(template, answer.path), id.source !== undefined);
      const route = routeOf(method, own, answer.status);
      if (await isGone(client, stored, seen, { method, path: answer.path })) return { route, isGone: true };
      if (given !== undefined || idea.places.removes.includes(template)) said ??= route;
    }
  }
  return { isGone: false, ...(said === undefined ? {} : { route: said }) };
}

function routeOf(method: HttpMethod, path: string, status: number): Route {
  const details = {
    path,
    ...(method === 'DELETE' ? {} : { method }),
    ...(USUAL.includes(status) ? {} : { expect: [status] }),
  };
  return Object.keys(details).length === 1 ? path : details;
}

/** Where it cannot be seen at all, a service that does not find it a second time has removed it the first. */
async function isGone(
  client: Client,
  { file }: Stored,
  { download, list }: Seen,
  again: { method: HttpMethod; path: string },
): Promise<boolean> {
  if (download === undefined && list === undefined) {
    const { status } = await client.lasting.send(again);
    return status === 404 || status === 410;
  }
  for (let tries = 0; tries < GONE_TRIES; tries++) {
    if (tries > 0) await pause(GONE_PAUSE_MS);
    if (!(await isSeen(client, file, { ...(download && { download }), ...(list && { list }) }))) return true;
  }
  return false;
}

async function isSeen(client: Client, file: Stored['file'], { download, list }: Seen): Promise<boolean> {
  if (download !== undefined) {
    const answer = await client.lasting.send({ method: 'GET', path: download.path });
    return answer.status === 0 || isFile(answer, file.bytes);
  }
  if (list === undefined) return false;
  const { method, path, headers } = list;
  const answer = await client.lasting.send({ method, path, ...(headers === undefined ? {} : { headers }) });
  return answer.status === 0 || answer.body.includes(file.name);
}

function formsOf(client: Client, { file }: Stored, { list }: Seen): string[] {
  return list === undefined ? [] : removalForms(list.text, file.name, client.baseUrl);
}

function waysOf(idea: UploadIdea, download: string | undefined, forms: string[]): GivenRoute[] {
  const collection = collectionOf(idea.path);
  const item = download?.replace(/\/(content|download|raw|file|data)\/?$/, '');
  const deletes = [
    ...idea.places.removes,
    ...(item === undefined ? [] : [item]),
    ...(download === undefined ? [] : [download]),
    ...[`${collection}/{}`, `${collection}/{}/`, '/files/{}', '/{}', '/api/files/{}', '/delete/{}'],
  ];
  const posts = [...forms, '/delete/{}', `${collection}/{}/delete`, `${collection}/delete/{}`];
  return [
    ...[...new Set(deletes)].map((path) => ({ method: 'DELETE' as const, path })),
    ...posts.map((path) => ({ method: 'POST' as const, path })),
  ];
}
