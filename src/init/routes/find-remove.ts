/** How the service removes a file. Its answer alone proves nothing: the file must be gone, and the others still there. */
import { setTimeout as pause } from 'node:timers/promises';
import type { HttpMethod, Route, RouteDetails } from '../../contract/contract.ts';
import { carries, type Entry } from '../../shared/ownership/entries.ts';
import { type Client, hasAgreed, isRead } from '../client.ts';
import { filled, named, withSlashOf } from '../template.ts';
import type { Census, Missing } from './census.ts';
import { isFile } from './find-download.ts';
import { removalForms } from './forms.ts';
import { collectionOf, type UploadIdea } from './idea.ts';
import type { PossibleId } from './ids.ts';
import { isAimedAtOurs, itemOf, ownIds } from './ownership.ts';
import type { GivenRoute } from './route-words.ts';
import type { Seen, Stored } from './stored.ts';

export interface Removal {
  route?: Route;
  /** By what the route removes. */
  id?: PossibleId;
  /** Whether the file is known to be gone. */
  isGone: boolean;
  /** Nothing shows what would be removed, so nothing was. */
  isUnknown?: true;
  /** Files of others that are missing since, or may be, and what was sent before they were. */
  harm?: { missing: Missing; sent: string };
  /** What was answered to the last request, in words. */
  saw?: string;
  /** A request to which the service agreed and kept the file all the same, in words. */
  ignored?: string;
}

/** A service that removes later gets this long, and longer when it says that it will. */
const GONE_TRIES = 5;
const GONE_LATER_TRIES = 25;
const GONE_PAUSE_MS = 200;
const MAX_TRIES = 40;

/** Goes on after Ctrl-C: what was stored must go. Removes nothing but what is shown to be our file. */
export async function removeStored(
  client: Client,
  stored: Stored,
  seen: Seen,
  given: GivenRoute | undefined,
  census: Census,
): Promise<Removal> {
  const { idea, file } = stored;
  const own = ownIds(stored, seen, census);
  if (own.length === 0) return { isGone: false, isUnknown: true };
  await census.resume(seen.list);
  const isOurs = (entry: Entry) =>
    carries(entry, file.name) || own.some(({ value }) => entry.parts.some((part) => part.value === value));
  const ways =
    given === undefined ? waysOf(idea, seen.download?.template, formsOf(client, stored, seen)) : [given];
  let said: Pick<Removal, 'route' | 'id'> = {};
  let sent: string | undefined;
  let saw: string | undefined;
  let ignored: string | undefined;
  const { removeHeaders: headers } = idea.places;
  const carried = headers === undefined ? {} : { headers };
  for (const { method = 'DELETE', path: template } of ways.slice(0, MAX_TRIES)) {
    for (const id of own) {
      const path = filled(template, file.name, id.value);
      if (path === template) continue; // it names no file
      if (!(await isAimedAtOurs(client, stored, seen, { method, template, path, id }, census))) continue;
      sent = `${method} ${template}`;
      const answer = await client.lasting.send({ method, path, ...carried });
      saw = `returns ${answer.status}${hasAgreed(answer) ? ', and the file is still there' : ''}`;
      if (!hasAgreed(answer)) continue;
      const isGone = await waitUntilGone(client, stored, seen, answer.status === 202);
      if (!isGone) ignored ??= `${sent} ${saw}`;
      const missing = await census.missing(isOurs, isGone);
      if (missing !== undefined) return { isGone, harm: { missing, sent } };
      const slashed = named(withSlashOf(template, answer.path), id.source !== undefined);
      const found = { route: { ...routeOf(method, slashed, answer.status), ...carried }, id };
      if (isGone) return { ...found, isGone };
      if (said.route === undefined && (given !== undefined || idea.places.removes.includes(template)))
        said = found;
    }
  }
  const missing = sent === undefined ? undefined : await census.missing(isOurs, false);
  if (sent !== undefined && missing !== undefined) return { isGone: false, harm: { missing, sent } };
  return {
    isGone: false,
    ...said,
    ...(saw === undefined ? { isUnknown: true } : { saw }),
    ...(ignored === undefined ? {} : { ignored }),
  };
}

/** What it answered is what it is held to: of another status nobody knows what it means. */
function routeOf(method: HttpMethod, path: string, status: number): RouteDetails {
  return {
    path,
    ...(method === 'DELETE' ? {} : { method }),
    expect: [status],
  };
}

/** It was seen in one of the two ways, or nothing would have been removed. */
async function waitUntilGone(client: Client, stored: Stored, seen: Seen, isLater: boolean): Promise<boolean> {
  for (let tries = 0; tries < (isLater ? GONE_LATER_TRIES : GONE_TRIES); tries++) {
    if (tries > 0) await pause(GONE_PAUSE_MS);
    if (!(await isSeen(client, stored, seen))) return true;
  }
  return false;
}

async function isSeen(client: Client, { file }: Stored, { download, list }: Seen): Promise<boolean> {
  if (download !== undefined) {
    const answer = await client.lasting.send({ method: 'GET', path: download.path });
    return !isRead(answer) || isFile(answer, file.bytes);
  }
  if (list === undefined) return false;
  const { method, path, headers } = list;
  const answer = await client.lasting.send({ method, path, ...(headers === undefined ? {} : { headers }) });
  return !isRead(answer) || answer.body.includes(file.name);
}

function formsOf(client: Client, { file }: Stored, { list }: Seen): string[] {
  return list === undefined ? [] : removalForms(list.text, file.name, client.baseUrl);
}

/** The least dangerous first: where the file was read, then where such services remove. */
function waysOf(idea: UploadIdea, download: string | undefined, forms: string[]): GivenRoute[] {
  const collection = collectionOf(idea.path);
  const deletes = [
    ...idea.places.removes,
    ...(download === undefined ? [] : [itemOf(download), download]),
    ...[`${collection}/{}`, `${collection}/{}/`, '/files/{}', '/{}', '/api/files/{}', '/delete/{}'],
  ];
  // Not /delete/{}: what removes in bulk may be there, and take a body without ids for all.
  const posts = [...forms, `${collection}/{}/delete`];
  return [
    ...[...new Set(deletes)].map((path) => ({ method: 'DELETE' as const, path })),
    ...posts.map((path) => ({ method: 'POST' as const, path })),
  ];
}
