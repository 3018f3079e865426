/** Where the service lists the files that it has, found by looking for one that it has. */
import type { HttpMethod, ListFields, ListRoute } from '../../contract/contract.ts';
import { entriesOf } from '../../shared/ownership/entries.ts';
import { ownIdShown } from '../../shared/ownership/own-entry.ts';
import { withoutEndSlashes } from '../../shared/request/end-slashes.ts';
import { type Answer, type Call, type Client, hasAgreed, sizeText } from '../client.ts';
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

/** A list that does not show the file, and is good for scenarios that only load it. */
export interface UnshownList {
  route: ListRoute;
  /** What was seen, in a sentence. */
  note: string;
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

/**
 * @param id by what the file was found again; undefined when it was not
 * @param unshown takes what was seen at the likeliest place of a list that does not show it
 */
export async function findList(
  client: Pick<Client, 'send'>,
  stored: Stored,
  id: string | undefined,
  given: GivenRoute | undefined,
  unshown: (list: UnshownList) => void = () => {},
): Promise<FoundList | undefined> {
  const { idea, file } = stored;
  const likely = [...idea.places.lists.slice(0, 1), collectionOf(idea.path)];
  let isToldOf = false;
  for (const call of listCalls(idea, given)) {
    const answer = await client.send(call);
    const text = answer.body.toString('utf8');
    const isThere = answer.status >= 200 && answer.status <= 299;
    if (!isThere || !text.includes(file.name)) {
      const saw = sawOf(answer, text);
      const isById = isThere && id !== undefined && showsId(text, id);
      const isLikely = isLong(answer, text) && likely.includes(withoutEndSlashes(call.path));
      if ((given !== undefined || isLikely || isById) && !isToldOf) {
        isToldOf = true;
        const route = routeOf({ ...call, path: answer.path }, hasAgreed(answer) ? answer.status : 200);
        unshown({ route, note: `${call.method} ${call.path} ${isById ? BY_ID : saw}` });
      }
      continue;
    }
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

/** A service that changes the names of files, and lists them by what it made of them. A short number may be anything. */
function showsId(text: string, id: string): boolean {
  const isEntry = (value: unknown) => String(value) === id;
  return (
    id.length >= MIN_ID_CHARS &&
    entriesOf(text).some(({ parts }) => parts.some(({ value }) => isEntry(value)))
  );
}

const MIN_ID_CHARS = 8;
const BY_ID = 'shows the file just stored by its id, not by the name that it was sent with';

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
  const route = routeOf(call, status, json);
  const lacksId = id !== undefined && id !== name && json?.id === undefined;
  const shown = text.includes(id ?? name)
    ? 'ids cannot be told from names in the list'
    : 'the list does not include file ids';
  const note = `${shown}, so files left by an interrupted run cannot be removed`;
  return { ...call, route, text, ...(lacksId ? { note } : {}) };
}

function routeOf({ method, path, headers }: ListCall, status: number, json?: ListFields): ListRoute {
  const details = {
    path,
    ...(method === 'GET' ? {} : { method }),
    ...(status === 200 ? {} : { expect: [status] }),
    ...(headers === undefined ? {} : { headers }),
    ...(json === undefined ? {} : { json }),
  };
  return Object.keys(details).length === 1 ? path : details;
}

function isLong(answer: Answer, text: string): boolean {
  if (answer.status !== 200) return false;
  return answer.tooLarge !== undefined || shownIn(text) >= MIN_ON_A_PAGE;
}

/** What an entry has lists of itself, such as labels, is no entry. */
function shownIn(text: string): number {
  return entriesOf(text).filter(({ at }) => at.filter((key) => /^\d+$/.test(key)).length === 1).length;
}

/** The shortest pages that services have by themselves. */
const MIN_ON_A_PAGE = 5;

function sawOf(answer: Answer, text: string): string {
  if (answer.status === 0) return 'does not respond';
  if (answer.tooLarge !== undefined) return sizeText(answer);
  if (!hasAgreed(answer)) return `returns ${answer.status}`;
  const shown = shownIn(text);
  if (shown >= MIN_ON_A_PAGE)
    return `shows ${shown} files but not the one just stored: it is paginated, or updated late`;
  return `returns ${answer.status} without the file just stored`;
}

function placesOf({ path, places }: UploadIdea): string[] {
  const collection = collectionOf(path);
  const parent = collection.replace(/\/[^/]*$/, '');
  const own = [collection, `${collection}/`, parent, `${parent}/list`].filter((each) => each !== '');
  return [...new Set([...places.lists, ...own, ...ELSEWHERE])];
}
