/** How the service takes files: every idea is tried until one is seen to work from end to end. */
import { randomBytes } from 'node:crypto';
import type { Answer, Client } from '../client.ts';
import type { ApiDocument } from '../document/document.ts';
import { documentIdeas } from '../document/document-ideas.ts';
import { type Census, newCensus } from './census.ts';
import { formsIn } from './forms.ts';
import type { GivenRoutes } from './given-routes.ts';
import { guesses } from './guesses.ts';
import type { UploadIdea } from './idea.ts';
import { otherWays } from './learn.ts';
import { type Found, tryIdea } from './trial.ts';

export interface Storage {
  found?: Found & { idea: UploadIdea };
  /** The first answer of 401 or 403 to an idea, where none worked. */
  denied?: { idea: UploadIdea; answer: Answer };
  /** What was tried in vain and is worth telling, in sentences. */
  refusals: string[];
}

/** A service that takes everything and shows nothing is not filled with more files than this. */
const MAX_STRAYS = 3;
/** Each idea may lead to others, by what the service says is missing. */
const MAX_WAYS = 8;
const IS_NO_ROUTE = [0, 404, 405, 501];

export async function findStorage(
  client: Client,
  document: ApiDocument | undefined,
  given: GivenRoutes,
): Promise<Storage> {
  const storage: Storage = { refusals: [] };
  const nothing = await client.send({ method: 'GET', path: `/${randomBytes(6).toString('hex')}` });
  const isNothing = ({ status, body }: Answer) => status === nothing.status && body.equals(nothing.body);
  const census = newCensus(client, isNothing);
  const left: string[] = [];
  for (const first of await ideasFor(client, document, given)) {
    // What the document or a page names and could be seen in part is better than any guess.
    if (first.from === 'guess' && storage.found !== undefined && storage.found.idea.from !== 'guess')
      return withLeft(storage, left);
    if (first.sweeping !== undefined) {
      const refusal = `${first.method} ${first.path} was not tried: ${first.sweeping}; name it with --upload if it only stores files`;
      if (!storage.refusals.includes(refusal)) storage.refusals.push(refusal);
      continue;
    }
    const ways = [first];
    const asked = new Set<string>();
    let refused: string | undefined;
    for (let idea = ways.shift(); idea !== undefined && asked.size < MAX_WAYS; idea = ways.shift()) {
      if (asked.has(JSON.stringify(idea))) continue;
      asked.add(JSON.stringify(idea));
      const { answer, found } = await tryIdea(client, idea, given, isNothing, census);
      if (found === undefined) {
        // one that asks everybody who it is answers every path with 401
        if (idea.from !== 'guess' || !isNothing(answer) || answer.status === 401)
          noteRefusal(storage, client, idea, answer);
        const slashed = withSlash(idea, answer, census);
        // Another refusal than the one before: this way is nearer than those that remain.
        const said = `${answer.status} ${client.said(answer)}`;
        if (slashed !== undefined) ways.unshift(slashed);
        else if (ways.length === 0 || said !== refused) ways.unshift(...otherWays(idea, answer));
        refused = said;
        continue;
      }
      if (found.isHarmful || found.routes.download !== undefined)
        return { found: { ...found, leftNotes: [...left, ...found.leftNotes], idea }, refusals: [] };
      if (idea.from !== 'flag' && !found.isProven && (await ignoresMethod(client, answer))) {
        const refusal = `${idea.method} ${answer.path} answers as a GET does: it takes no files`;
        if (!storage.refusals.includes(refusal)) storage.refusals.push(refusal);
        break;
      }
      keepBest(storage, found, idea);
      if (found.isLeft) left.push(...found.leftNotes);
      if (left.length >= MAX_STRAYS) return withLeft(storage, left);
      break;
    }
  }
  return withLeft(storage, left);
}

/** Also those of ideas that came to nothing. */
function withLeft(storage: Storage, left: string[]): Storage {
  return storage.found === undefined ? storage : { ...storage, found: { ...storage.found, leftNotes: left } };
}

async function ideasFor(
  client: Client,
  document: ApiDocument | undefined,
  { upload }: GivenRoutes,
): Promise<UploadIdea[]> {
  if (upload !== undefined) return [upload];
  const ofDocument = document === undefined ? [] : documentIdeas(document, client.baseUrl);
  const page = await client.send({ method: 'GET', path: '/', headers: { Accept: 'text/html' } });
  const isPage = /html/i.test(page.headers['content-type'] ?? '');
  const ofPage = isPage ? formsIn(page.body.toString('utf8'), '/', client.baseUrl) : [];
  return [...ofDocument, ...ofPage, ...guesses()];
}

/** Frameworks that redirect who reads to the path with a slash refuse who sends without one. */
function withSlash(idea: UploadIdea, { status }: Answer, census: Census): UploadIdea | undefined {
  const isPlain = idea.from === 'guess' && idea.method === 'POST' && !/[{?]|\/$/.test(idea.path);
  if (!isPlain || ![404, 405, 500].includes(status) || !census.isSlashed(idea.path)) return undefined;
  return { ...idea, path: `${idea.path}/` };
}

function noteRefusal(storage: Storage, client: Client, idea: UploadIdea, answer: Answer): void {
  const { status } = answer;
  if (IS_NO_ROUTE.includes(status) && idea.from === 'guess') return;
  const isDenied = status === 401 || (status === 403 && idea.from !== 'guess');
  if (isDenied) storage.denied ??= { idea, answer };
  const said = client.said(answer);
  const text = `${idea.method} ${idea.path} returns ${status}${said === '' || /^</.test(said) ? '' : `: ${said}`}`;
  // The same path may have been tried in several ways.
  if (!storage.refusals.includes(text)) storage.refusals.push(text);
}

/**
 * A server of static files may give its page to whoever asks, whatever the method. A page may have something of its own each
 * time, such as a nonce, but that is as long each time.
 */
async function ignoresMethod(client: Client, { status, path, body, headers }: Answer): Promise<boolean> {
  const page = await client.send({ method: 'GET', path });
  if (page.status !== status || body.length === 0) return false;
  const arePages = [page.headers, headers].every((each) => /html/i.test(each['content-type'] ?? ''));
  return page.body.equals(body) || (arePages && page.body.length === body.length);
}

/** A file that was seen again in any way is worth more than one of which only the service says that it has it. */
function keepBest(storage: Storage, found: Found, idea: UploadIdea): void {
  const isWorth = found.isProven || idea.from === 'flag';
  if (!isWorth) {
    storage.refusals.push(
      `${idea.method} ${idea.path} accepts a file, but its content could not be read back; name it with --upload if it does store files`,
      ...found.notes,
      ...found.leftNotes,
    );
    return;
  }
  const isBetter = storage.found === undefined || (found.isProven && !storage.found.isProven);
  if (isBetter) storage.found = { ...found, idea };
}
