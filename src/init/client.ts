/** The requests of `init`: bounded in size and time, and never to another host than the one that the user named. */

import type { HttpMethod } from '../contract/contract.ts';
import { withDeadline } from '../deadline.ts';
import { BurstboxError } from '../errors.ts';
import { countedBody } from '../network/bounded-body.ts';
import { request } from '../network/way.ts';
import { hideSecrets } from '../secrets/secrets.ts';
import { MIB } from '../text/numbers.ts';
import { plainText } from '../text/plain-text.ts';

export interface Call {
  method: HttpMethod | 'OPTIONS';
  /** Below the base URL. */
  path: string;
  headers?: Record<string, string>;
  body?: Uint8Array;
}

export interface Answer {
  /** 0: none came. */
  status: number;
  /** Lower case names. */
  headers: Record<string, string>;
  /** Empty where it is larger than any that is of use. */
  body: Buffer;
  /** How many bytes such a one has, as far as they were counted. */
  tooLarge?: number;
  /** The path that answered: the one asked for, or the same with another slash at its end, where it led there. */
  path: string;
  /** From the request to the last byte. */
  ms: number;
}

/** Whether the service says that it has done what it was asked. A form for people then sends them on to a page. */
export function hasAgreed({ status }: Answer): boolean {
  return (status >= 200 && status <= 299) || status === 302 || status === 303;
}

/** Whether what it says is known. */
export function isRead({ status, tooLarge }: Answer): boolean {
  return status !== 0 && tooLarge === undefined;
}

/** What is told of an answer that is too large to be read. */
export function sizeText({ tooLarge = 0 }: Answer): string {
  const [size, most] = [tooLarge, MAX_BYTES].map((bytes) => Math.round(bytes / MIB));
  return `returns ${tooLarge > MAX_COUNTED_BYTES ? 'more than ' : ''}${size} MB; more than ${most} are not read`;
}

export interface Client {
  readonly baseUrl: string;
  /** @throws BurstboxError interrupted; target when the service has become silent */
  send(call: Call): Promise<Answer>;
  /** What every request carries from now on: who asks. */
  carry(headers: Record<string, string>): void;
  /** The same, but for what must be done after Ctrl-C too. */
  readonly lasting: Pick<Client, 'send'>;
  /** What an answer says, short, on one line, without secrets. */
  said(answer: Answer): string;
}

const ANSWER_TIMEOUT_MS = 5000;
/** The OpenAPI document of a large service has a megabyte or two. */
const MAX_BYTES = 8 * MIB;
const MAX_COUNTED_BYTES = 64 * MIB;
/** After so many answers in a row that did not come, those that remain would take minutes. */
const MAX_SILENT = 3;
const SAID_CHARS = 160;

export function newClient(baseUrl: string, signal: AbortSignal): Client {
  let carried: Record<string, string> = {};
  let silent = 0;
  const send = async (call: Call, until?: AbortSignal): Promise<Answer> => {
    const first = await ask(baseUrl, call, carried, until);
    const path = slashOnly(baseUrl, call.path, first);
    const answer = path === undefined ? first : await ask(baseUrl, { ...call, path }, carried, until);
    if (until?.aborted === true)
      throw new BurstboxError('interrupted', 'stopped; no target file was written');
    silent = answer.status === 0 ? silent + 1 : 0;
    if (silent >= MAX_SILENT)
      throw new BurstboxError(
        'target',
        `the service at ${baseUrl} no longer responds (${call.method} ${call.path}); check that it is still running`,
      );
    return answer;
  };
  return {
    baseUrl,
    send: (call) => send(call, signal),
    carry(headers) {
      carried = headers;
    },
    lasting: { send: (call) => send(call) },
    said({ body }) {
      const text = plainText(hideSecrets(body.toString('utf8'))).trim();
      return text.length > SAID_CHARS ? `${text.slice(0, SAID_CHARS)}…` : text;
    },
  };
}

const NO_ANSWER = { status: 0, headers: {}, body: Buffer.alloc(0) };

async function ask(
  baseUrl: string,
  { method, path, headers, body: sent }: Call,
  carried: Record<string, string>,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  const startedAt = performance.now();
  const spent = () => performance.now() - startedAt;
  try {
    return await withDeadline(ANSWER_TIMEOUT_MS, signal, async (limited) => {
      const answer = await request(baseUrl + path, {
        method,
        headers: { ...carried, ...headers },
        redirect: 'manual',
        signal: limited,
        ...(sent === undefined ? {} : { body: Buffer.from(sent) }),
      });
      const body = await countedBody(answer, MAX_BYTES, MAX_COUNTED_BYTES);
      return {
        status: answer.status,
        headers: Object.fromEntries(answer.headers),
        ...body,
        path,
        ms: spent(),
      };
    });
  } catch {
    return { ...NO_ANSWER, path, ms: spent() };
  }
}

/** Frameworks redirect to the path with, or without, a slash at its end; the load does not follow, so the file needs the right one. */
function slashOnly(baseUrl: string, path: string, { status, headers }: Answer): string | undefined {
  const { location } = headers;
  if (status < 300 || status > 399 || location === undefined) return undefined;
  const [plain = '', query] = path.split('?');
  const other = plain.endsWith('/') ? plain.slice(0, -1) : `${plain}/`;
  const to = URL.canParse(location, baseUrl + path) ? new URL(location, baseUrl + path) : undefined;
  const wanted = new URL(baseUrl + other);
  const isSame = to?.origin === wanted.origin && to.pathname === wanted.pathname;
  return isSame ? `${other}${query === undefined ? '' : `?${query}`}` : undefined;
}
