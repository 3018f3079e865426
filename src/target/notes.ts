import { type Account, type Accounts, asAccount, type Note } from './accounts.ts';
import { answerJson } from './answer.ts';
import { fieldsOf, readJson } from './body.ts';
import type { Exchange, Route } from './route.ts';
import { ServiceError } from './service-error.ts';

const MAX_NOTES = 100;
const MAX_TEXT_CHARS = 4096;
/** A character takes at most six bytes in JSON, and there are a few more around it. */
const MAX_BODY_BYTES = 6 * MAX_TEXT_CHARS + 1024;

/** The notes of an account; nobody else sees them. */
export function noteRoutes(accounts: Accounts): Route[] {
  const route = (
    method: Route['method'],
    path: string,
    handle: (exchange: Exchange, account: Account) => Promise<void> | void,
  ): Route => ({ method, path, kind: 'work', handle: asAccount(accounts, handle) });
  return [
    route('POST', '/notes', (exchange, account) => create(exchange, account, accounts)),
    route('GET', '/notes', (exchange, { notes }) =>
      answerJson(exchange, 200, { items: [...notes.values()] }),
    ),
    route('GET', '/notes/:id', (exchange, account) => answerJson(exchange, 200, noteOf(exchange, account))),
    route('DELETE', '/notes/:id', (exchange, account) => remove(exchange, account, accounts)),
  ];
}

/** 201 with `{id,text}`. */
async function create(exchange: Exchange, account: Account, accounts: Accounts): Promise<void> {
  const { text } = fieldsOf(await readJson(exchange.request, MAX_BODY_BYTES));
  if (typeof text !== 'string' || text.length > MAX_TEXT_CHARS)
    throw new ServiceError('bad_request', `"text" must be a text of at most ${MAX_TEXT_CHARS} characters`);
  if (account.notes.size >= MAX_NOTES)
    throw new ServiceError(
      'insufficient_storage',
      `this account has ${MAX_NOTES} notes already; remove some`,
    );
  answerJson(exchange, 201, accounts.write(account, text));
}

function remove(exchange: Exchange, account: Account, accounts: Accounts): void {
  accounts.erase(account, noteOf(exchange, account));
  exchange.response.writeHead(204).end();
}

function noteOf({ params }: Exchange, { notes }: Account): Note {
  const note = notes.get(params.id ?? '');
  if (note === undefined) throw new ServiceError('not_found', `this account has no note ${params.id}`);
  return note;
}
