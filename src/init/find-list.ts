/** Where the service lists the files that it has, found by looking for one that it has. */
import type { HttpMethod, ListRoute } from '../contract/contract.ts';
import { entriesOf } from '../shared/ownership/entries.ts';
import { ownIdShown } from '../shared/ownership/own-entry.ts';
import type { Call, Client } from './client.ts';
import { collectionOf, type UploadIdea } from './idea.ts';
import { listFields } from './list-fields.ts';
import type { GivenRoute } from './route-words.ts';
import type { Stored } from './stored.ts';

interface ListCall extends Call {
  method: HttpMethod;
}

export interface FoundList extends ListCall {
  route: ListRoute;
  /** What it said while the file was there. */
  text: string;
  note?: string;
}

const ELSEWHERE = ['/files', '/files/', '/api/files', '/list', '/uploads', '/'];
/** How WebDAV lists a folder (RFC 4918 §9.1). */
const DAV_HEADERS = { Depth: '1' };

/** Where it might be listed, the likeliest first. */
export function listCalls(idea: UploadIdea, given: GivenRoute | undefined): ListCall[] {
  const { method = 'GET' } = given ?? {};
  const headers = method === 'PROPFIND' ? { headers: DAV_HEADERS } : {};
  return (given === undefined ? placesOf(idea) : [given.path]).map((path) => ({ method, path, ...headers }));
}

/** @param id by what the file was found again; undefined when it was not */
export async function findList(
  client: Pick<Client, 'send'>,
  stored: Stored,
  id: string | undefined,
  given: GivenRoute | undefined,
): Promise<FoundList | undefined> {
  const { idea, file } = stored;
  for (const call of listCalls(idea, given)) {
    const answer = await client.send(call);
    const text = answer.body.toString('utf8');
    if (answer.status < 200 || answer.status > 299 || !text.includes(file.name)) continue;
    return foundList(
      { ...call, path: answer.path },
      answer.status,
      text,
      file.name,
      id ?? idShown(stored, text),
    );
  }
  return given === undefined ? await findFolder(client, stored) : undefined;
}

/** Where the file could not be read back: the id that its entry has. */
function idShown({ ids, file }: Stored, text: string): string | undefined {
  return ids.find(({ value }) => value !== file.name && ownIdShown(entriesOf(text), file.name, value))?.value;
}

async function findFolder(
  client: Pick<Client, 'send'>,
  { idea, file }: Stored,
): Promise<FoundList | undefined> {
  const call = { method: 'PROPFIND', path: `${collectionOf(idea.path)}/`, headers: DAV_HEADERS } as const;
  const answer = await client.send(call);
  const text = answer.body.toString('utf8');
  if (answer.status !== 207 || !text.includes(file.name)) return undefined;
  return foundList({ ...call, path: answer.path }, answer.status, text, file.name, file.name);
}

function foundList(
  call: ListCall,
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
