import { randomBytes, randomUUID } from 'node:crypto';
import { answerJson } from './answer.ts';
import { fieldsOf, readJson } from './body.ts';
import type { Exchange, Handler, Route } from './route.ts';
import { ServiceError } from './service-error.ts';

/** Ten times the users of the largest journey. */
const MAX_ACCOUNTS = 20_000;
/** Of all notes together: 128 MiB at most, which the smallest box has room for. */
const MAX_NOTE_CHARS = 64 * 1024 * 1024;
/** What a note takes besides its text. */
const NOTE_CHARS = 128;
const TOKEN_BYTES = 24;
const NAME = /^[\w.@-]{1,100}$/;
const MAX_BODY_BYTES = 4096;
/** A session of an hour: a soak renews its tokens now and then. */
export const TOKEN_SECONDS = 3600;

export interface Account {
  id: string;
  name: string;
  /** By id, the oldest first. */
  notes: Map<string, Note>;
}

export interface Note {
  id: string;
  text: string;
}

interface Session {
  account: Account;
  token: string;
  endsMs: number;
}

/** Accounts and their tokens, in memory. An account has one token at a time, so that both are bounded alike. */
export class Accounts {
  readonly #byName = new Map<string, Session>();
  readonly #byToken = new Map<string, Session>();
  readonly #tokenSeconds: number;
  readonly #mostNoteChars: number;
  #noteChars = 0;

  /** @param tokenSeconds how long a token is taken */
  constructor(tokenSeconds: number, mostNoteChars = MAX_NOTE_CHARS) {
    this.#tokenSeconds = tokenSeconds;
    this.#mostNoteChars = mostNoteChars;
  }

  /**
   * A new account, or a new token for the one of that name, whose old token is taken no more.
   * @throws ServiceError insufficient_storage when there is no room for one more
   */
  enrol(name: string): { account: Account; token: string; isNew: boolean } {
    const before = this.#byName.get(name);
    if (before === undefined && this.#byName.size >= MAX_ACCOUNTS)
      throw new ServiceError(
        'insufficient_storage',
        `there are ${MAX_ACCOUNTS} accounts already; remove some`,
      );
    if (before !== undefined) this.#byToken.delete(before.token);
    const account = before?.account ?? { id: randomUUID(), name, notes: new Map() };
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    const session = { account, token, endsMs: performance.now() + this.#tokenSeconds * 1000 };
    this.#byName.set(name, session);
    this.#byToken.set(token, session);
    return { account, token, isNew: before === undefined };
  }

  /** Undefined when nobody has this token, or it has run out. */
  withToken(token: string): Account | undefined {
    const session = this.#byToken.get(token);
    return session === undefined || performance.now() >= session.endsMs ? undefined : session.account;
  }

  /** @throws ServiceError insufficient_storage when all notes of all accounts leave no room for one more */
  write({ name, notes }: Account, text: string): Note {
    // Removed while its note was on the way: nothing would ever make room for it again.
    if (this.#byName.get(name)?.account.notes !== notes)
      throw new ServiceError('unauthorized', 'this account was removed; POST /accounts makes one');
    if (this.#noteChars + charsOf({ text }) > this.#mostNoteChars)
      throw new ServiceError('insufficient_storage', 'there is no room for more notes; remove some');
    const note = { id: randomUUID(), text };
    notes.set(note.id, note);
    this.#noteChars += charsOf(note);
    return note;
  }

  erase({ notes }: Account, note: Note): void {
    if (notes.delete(note.id)) this.#noteChars -= charsOf(note);
  }

  remove(account: Account): void {
    const session = this.#byName.get(account.name);
    this.#byName.delete(account.name);
    if (session !== undefined) this.#byToken.delete(session.token);
    for (const note of account.notes.values()) this.erase(account, note);
  }
}

function charsOf({ text }: Pick<Note, 'text'>): number {
  return text.length + NOTE_CHARS;
}

/** Enrol, and see and remove oneself. */
export function accountRoutes(accounts: Accounts): Route[] {
  const me = (handle: (exchange: Exchange, account: Account) => void) => asAccount(accounts, handle);
  return [
    { method: 'POST', path: '/accounts', kind: 'work', handle: (exchange) => enrol(exchange, accounts) },
    {
      method: 'GET',
      path: '/accounts/me',
      kind: 'work',
      handle: me((exchange, { id, name, notes }) =>
        answerJson(exchange, 200, { id, name, notes: notes.size }),
      ),
    },
    {
      method: 'DELETE',
      path: '/accounts/me',
      kind: 'work',
      handle: me((exchange, account) => {
        accounts.remove(account);
        exchange.response.writeHead(204).end();
      }),
    },
  ];
}

/**
 * A handler for the account whose Bearer token the request carries.
 * @throws ServiceError unauthorized without a valid one, with the challenge of RFC 6750, section 3
 */
export function asAccount(
  accounts: Accounts,
  handle: (exchange: Exchange, account: Account) => Promise<void> | void,
): Handler {
  return (exchange) => {
    const [, token] = /^Bearer +(\S+)$/i.exec(exchange.request.headers.authorization ?? '') ?? [];
    const account = token === undefined ? undefined : accounts.withToken(token);
    if (account !== undefined) return handle(exchange, account);
    const challenge = token === undefined ? 'Bearer' : 'Bearer error="invalid_token"';
    throw new ServiceError('unauthorized', 'no valid token; POST /accounts gives one', {
      'www-authenticate': challenge,
    });
  };
}

/** 201 when the name is new, 200 when it gets a new token: `{id,name,token,expires_in}`. */
async function enrol(exchange: Exchange, accounts: Accounts): Promise<void> {
  const { name } = fieldsOf(await readJson(exchange.request, MAX_BODY_BYTES));
  if (typeof name !== 'string' || !NAME.test(name))
    throw new ServiceError('bad_name', `"name" must be 1 to 100 letters, digits and any of . _ @ -`);
  const { account, token, isNew } = accounts.enrol(name);
  answerJson(exchange, isNew ? 201 : 200, { id: account.id, name, token, expires_in: TOKEN_SECONDS });
}
