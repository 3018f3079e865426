/** Where the service lists the files that it has, found by looking for one that it has. */
import type { HttpMethod, ListRoute } from '../contract/contract.ts';
import type { Client } from './client.ts';
import { collectionOf, type UploadIdea } from './idea.ts';
import { listFields } from './list-fields.ts';
import type { GivenRoute } from './route-words.ts';
import type { Stored } from './stored.ts';

export interface FoundList {
  route: ListRoute;
  path: string;
  method: HttpMethod;
  headers?: Record<string, string>;
  /** What it said while the file was there. */
  text: string;
  note?: string;
}

const ELSEWHERE = ['/files', '/files/', '/api/files', '/list', '/uploads', '/'];
/** How WebDAV lists a folder (RFC 4918 §9.1). */
const DAV_HEADERS = { Depth: '1' };

/** @param id by what the file was found again; undefined when it was not */
export async function findList(
  client: Client,
  stored: Stored,
  id: string | undefined,
  given: GivenRoute | undefined,
): Promise<FoundList | undefined> {
  const { idea, file } = stored;
  const { method = 'GET' } = given ?? {};
  for (const path of given === undefined ? placesOf(idea) : [given.path]) {
    const headers = method === 'PROPFIND' ? DAV_HEADERS : undefined;
    const call = { method, path, ...(headers === undefined ? {} : { headers }) };
    const answer = await client.send(call);
    const text = answer.body.toString('utf8');
    if (answer.status < 200 || answer.status > 299 || !text.includes(file.name)) continue;
    return foundList({ ...call, path: answer.path }, answer.status, text, file.name, id);
  }
  return given === undefined ? await findFolder(client, stored) : undefined;
}

async function findFolder(client: Client, { idea, file }: Stored): Promise<FoundList | undefined> {
  const call = { method: 'PROPFIND', path: `${collectionOf(idea.path)}/`, headers: DAV_HEADERS } as const;
  const answer = await client.send(call);
  const text = answer.body.toString('utf8');
  if (answer.status !== 207 || !text.includes(file.name)) return undefined;
  return foundList({ ...call, path: answer.path }, answer.status, text, file.name, file.name);
}

function foundList(
  call: { method: HttpMethod; path: string; headers?: Record<string, string> },
  status: number,
  text: string,
  name: string,
  id: string | undefined,
): FoundList {
  const json = id === undefined || id === name ? undefined : listFields(text, name, id);
  const { method, path, headers } = call;
  const details = {
    path,
    ...(method === 'GET' ? {} : { method }),
    ...(status === 200 ? {} : { expect: [status] }),
    ...(headers === undefined ? {} : { headers }),
    ...(json === undefined ? {} : { json }),
  };
  const route = Object.keys(details).length === 1 ? path : details;
  const lacksId = id !== undefined && id !== name && json?.id === undefined;
  const note = 'the list does not tell the ids of files, so what an interrupted run leaves is not removed';
  return { ...call, route, text, ...(lacksId ? { note } : {}) };
}

function placesOf({ path, places }: UploadIdea): string[] {
  const collection = collectionOf(path);
  const parent = collection.replace(/\/[^/]*$/, '');
  const own = [collection, `${collection}/`, parent, `${parent}/list`].filter((each) => each !== '');
  return [...new Set([...places.lists, ...own, ...ELSEWHERE])];
}
