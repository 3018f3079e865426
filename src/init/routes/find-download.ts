/** Where a file that was just stored can be read back, byte for byte. */
import { randomBytes } from 'node:crypto';
import type { Route } from '../../contract/contract.ts';
import { parsed } from '../../shared/request/answer-value.ts';
import type { Answer, Client } from '../client.ts';
import { filled, named, withSlashOf } from '../template.ts';
import type { FoundList } from './find-list.ts';
import { collectionOf, type UploadIdea } from './idea.ts';
import type { PossibleId } from './ids.ts';
import { linksIn, shownLinks } from './links.ts';
import type { Stored } from './stored.ts';

export interface FoundDownload {
  route: Route;
  /** Path of the stored file itself. */
  path: string;
  template: string;
  /** By what it was found. */
  id: PossibleId;
}

/** All of them against a slow service still take less than a minute. */
const MAX_TRIES = 120;

/** @param given the route that the user named; then no other is tried */
export async function findDownload(
  client: Pick<Client, 'send' | 'baseUrl'>,
  stored: Stored,
  given: string | undefined,
): Promise<FoundDownload | undefined> {
  const { answer, ids, file } = stored;
  const links = given === undefined ? linksIn(answer, client.baseUrl, ids) : [];
  const templates = given === undefined ? placesOf(stored.idea) : [given];
  const queue = [...links, ...templates.flatMap((template) => ids.map((id) => ({ template, id })))];
  const tried = new Set<string>();
  for (let next = queue.shift(); next !== undefined && tried.size < MAX_TRIES; next = queue.shift()) {
    const path = filled(next.template, file.name, next.id.value);
    if (tried.has(path)) continue;
    tried.add(path);
    const reply = await client.send({ method: 'GET', path });
    if (isFile(reply, file.bytes)) {
      if (await isItsOwn(client, next.template, file.bytes)) return foundAt(next.template, next.id, reply);
      continue;
    }
    // What a file's record says of it may say where its bytes are.
    if (reply.status === 200 && given === undefined)
      queue.unshift(...linksOfRecord(reply, client.baseUrl, ids));
  }
  return undefined;
}

/** By an address that a list or a page shows and that has the file's name in it: what it leads to is asked for by nobody else. */
export async function findShownDownload(
  client: Pick<Client, 'send' | 'baseUrl'>,
  { file, ids }: Stored,
  list: Pick<FoundList, 'path' | 'text'>,
): Promise<FoundDownload | undefined> {
  for (const { template, id } of shownLinks(list, client.baseUrl, ids)) {
    const reply = await client.send({ method: 'GET', path: filled(template, file.name, id.value) });
    if (isFile(reply, file.bytes) && (await isItsOwn(client, template, file.bytes)))
      return foundAt(template, id, reply);
  }
  return undefined;
}

/** A service that gives what came last to whoever asks shows nothing of an id. */
async function isItsOwn(client: Pick<Client, 'send'>, template: string, bytes: Buffer): Promise<boolean> {
  const other = randomBytes(6).toString('hex');
  return !isFile(await client.send({ method: 'GET', path: filled(template, other, other) }), bytes);
}

/** @returns whether an answer is the file: services answer 206 to some, but only those who ask for a range. */
export function isFile({ status, body }: Answer, bytes: Buffer): boolean {
  return status >= 200 && status < 300 && body.equals(bytes);
}

function foundAt(template: string, id: PossibleId, reply: Answer): FoundDownload {
  const path = named(withSlashOf(template, reply.path), id.source !== undefined);
  const route = reply.status === 200 ? path : { path, expect: [reply.status] };
  return { route, path: reply.path, template: withSlashOf(template, reply.path), id };
}

function linksOfRecord(reply: Answer, baseUrl: string, ids: PossibleId[]) {
  const record = parsed(reply.body.toString('utf8'));
  return typeof record === 'object' && record !== null ? linksIn(reply, baseUrl, ids) : [];
}

const OF_AN_ITEM = ['', '/content', '/download', '/raw', '/file', '/data'];
/** Where services whose uploads go to a path of their own, such as /upload, show what was uploaded. */
const ELSEWHERE = [
  ...['/files/{}', '/uploads/{}', '/download/{}', '/file/{}', '/{}', '/raw/{}', '/get/{}'],
  ...['/download?name={}', '/download?file={}', '/media/{}', '/static/{}', '/static/uploads/{}'],
  ...['/api/files/{}', '/api/files/{}/download', '/api/download/{}'],
];

function placesOf({ path, places }: UploadIdea): string[] {
  const collection = collectionOf(path);
  const parent = collection.replace(/\/[^/]*$/, '');
  const own = path.includes('{name}') ? [path] : [];
  const items = OF_AN_ITEM.map((suffix) => `${collection}/{}${suffix}`);
  const besides =
    parent === collection || parent === ''
      ? []
      : ['/{}', '/download/{}', '/files/{}'].map((each) => parent + each);
  return [...new Set([...own, ...places.downloads, ...items, ...besides, ...ELSEWHERE])];
}
