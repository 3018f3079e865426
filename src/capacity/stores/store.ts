/** One file at a time, to a store of whatever kind: stored, looked at, read back, looked up, removed. */

import { newClient, type SignedClient } from '../../cleanup/client.ts';
import type { TargetAuth } from '../../contract/contract.ts';
import { BurstboxError } from '../../errors.ts';
import { shortText, type Transfer, transfer } from '../../network/transfer.ts';
import { mergedHeaders } from '../../shared/request/endpoint.ts';
import type { StoredFile } from '../../shared/request/stored-file.ts';
import { NOT_THERE } from '../../suites/leavings.ts';
import type { Content } from '../content/content.ts';
import { transferFault } from './faults.ts';
import { allOf, endOf, type Look } from './look.ts';
import {
  giveUpParts,
  type OpenParts,
  openParts,
  putInParts,
  putWhole,
  type Step,
  StepRefused,
} from './parts.ts';
import type { Asking, Protocol, Sending } from './protocol.ts';
import { MAX_SAID_BYTES, saidText } from './said.ts';

/** What came of an upload. */
export interface PutAnswer {
  /** 0: none came. */
  status: number;
  /** A success, by the target file; `id`: with what the service calls it. */
  stored: boolean;
  id?: string;
  /** Of the file, handed over to the connection. */
  sentBytes: number;
  ms: number;
  /** Why there was no answer, or what one said that is no success; short, without secrets. */
  said?: string;
  /** Header Date, epoch ms. */
  dateMs?: number;
}

export interface Store {
  /**
   * Rejects only when interrupted, or when `begun` does.
   * @param begun is told the store's id of a file that comes in parts, before the first of them is sent
   */
  put(content: Content, begun: (partsId: string) => Promise<void>): Promise<PutAnswer>;
  /** Reads the end of it, or where the service knows no ranges its beginning. Absent: it cannot be read. */
  look?(file: StoredFile, content: Content): Promise<Look>;
  /** Reads all of it. */
  read?(file: StoredFile, content: Content): Promise<Look>;
  /** Ids under which a file of this name is listed; `whole`: there are no others. Absent: no list tells. */
  listed?(name: string): Promise<{ ids: string[]; whole: boolean } | undefined>;
  remove?(file: StoredFile): Promise<'removed' | 'gone' | { stays: string }>;
  /** Parts of a file that were sent and not put together. Absent: no file comes in parts. */
  parts?: {
    isFor(bytes: number): boolean;
    /** @param id absent: it is not known */
    open(name: string, id: string | undefined): Promise<OpenParts>;
    /** @returns why they stay; undefined when they are gone */
    giveUp(name: string, id: string): Promise<string | undefined>;
  };
  readonly ownIds: boolean;
}

export interface StoreOrder {
  baseUrl: string;
  auth: TargetAuth | TargetAuth[] | undefined;
  protocol: Protocol;
  idleMs: number;
  signal: AbortSignal;
}

const UNAUTHORIZED = 401;
const MAX_LIST_BYTES = 16 * 1024 * 1024;
const MAX_PAGES = 1000;

export function openStore({ baseUrl, auth, protocol, idleMs, signal }: StoreOrder): Store {
  let client: SignedClient = newClient(baseUrl, auth, signal);
  const attempt = async (ask: Asking | Sending, more: Record<string, string> = {}): Promise<Transfer> => {
    const who = await client.headersOf(1);
    const headers = { ...mergedHeaders(mergedHeaders(who, ask.headers), more) };
    const { method, url } = ask;
    const body = 'body' in ask ? { body: ask.body } : {};
    return await transfer(url, { method, headers, idleMs, signal, ...body });
  };
  /** A token may have run out: once more, with another. */
  const send = async (make: () => Asking, more?: Record<string, string>): Promise<Transfer> => {
    const answer = await attempt(make(), more);
    if (answer.status !== UNAUTHORIZED || auth === undefined) return answer;
    answer.drop();
    client = newClient(baseUrl, auth, signal);
    return await attempt(make(), more);
  };
  const { download, remove, list, parts } = protocol;
  return {
    ownIds: protocol.ownIds,
    put: async (content, begun) => {
      const first = await put({ protocol, content, attempt, signal, begun });
      if (first.status !== UNAUTHORIZED || auth === undefined) return first;
      client = newClient(baseUrl, auth, signal);
      return await put({ protocol, content, attempt, signal, begun });
    },
    ...(parts === undefined
      ? {}
      : {
          parts: {
            isFor: parts.isFor,
            open: (name, id) =>
              openParts(parts, name, id, attempt).catch((error) => {
                if (signal.aborted) throw interrupted();
                const said = error instanceof StepRefused ? error.message : transferFault(error);
                return { is: 'unknown', said: `whether parts of it are there is not told (${said})` };
              }),
            async giveUp(name, id) {
              const stays = await giveUpParts(parts, name, id, attempt);
              if (signal.aborted) throw interrupted();
              return stays;
            },
          },
        }),
    ...(download === undefined
      ? {}
      : {
          look: (file: StoredFile, content: Content) =>
            looked(signal, () =>
              endOf(content, (more) => send(() => download(file), more), download(file).expect),
            ),
          read: (file: StoredFile, content: Content) =>
            looked(signal, () => allOf(content, () => send(() => download(file)), download(file).expect)),
        }),
    ...(list === undefined
      ? {}
      : {
          async listed(name: string) {
            const ids = new Set<string>();
            let next: Asking | undefined = list.first();
            for (let page = 0; next !== undefined && page < MAX_PAGES; page++) {
              const at: Asking = next;
              const answer = await send(() => at).catch(() => undefined);
              if (signal.aborted) throw interrupted();
              if (answer === undefined) return undefined;
              const body = await shortText(answer, MAX_LIST_BYTES).catch(() => undefined);
              if (body === undefined || !at.expect.includes(answer.status)) return undefined;
              const read = list.read(body, name, at);
              for (const id of read.ids) ids.add(id);
              if (read.next === undefined) return { ids: [...ids], whole: read.whole };
              next = read.next;
            }
            return { ids: [...ids], whole: false };
          },
        }),
    ...(remove === undefined
      ? {}
      : {
          async remove(file: StoredFile) {
            try {
              const answer = await send(() => remove(file));
              const said = await shortText(answer, MAX_SAID_BYTES);
              if (NOT_THERE.includes(answer.status)) return 'gone' as const;
              if (remove(file).expect.includes(answer.status))
                return protocol.onlyHidden?.(file, answer.headers)
                  ? {
                      stays: 'the bucket keeps versions: it is hidden by a delete marker, and its data stays',
                    }
                  : ('removed' as const);
              return { stays: `the service does not remove it (${saidText(answer.status, said)})` };
            } catch (error) {
              if (signal.aborted) throw interrupted();
              return { stays: `the service did not answer (${transferFault(error)})` };
            }
          },
        }),
  };
}

interface Putting {
  protocol: Protocol;
  content: Content;
  attempt(ask: Asking | Sending): Promise<Transfer>;
  signal: AbortSignal;
  begun(partsId: string): Promise<void>;
}

async function put({ protocol, content, attempt, signal, begun }: Putting): Promise<PutAnswer> {
  const { parts } = protocol;
  let handed = 0;
  const handOver = (bytes: number) => {
    handed += bytes;
  };
  const startedMs = performance.now();
  const facts = () => ({
    sentBytes: Math.min(handed, content.bytes),
    ms: performance.now() - startedMs,
  });
  const known = ({ status, headers }: Step) => {
    const dateMs = Date.parse(headers.date ?? '');
    return { status, ...facts(), ...(Number.isFinite(dateMs) ? { dateMs } : {}) };
  };
  try {
    const answer = parts?.isFor(content.bytes)
      ? await putInParts({ parts, content, attempt, begun, handed: handOver })
      : await putWhole(protocol.upload(content), content.bytes, attempt, handOver);
    const id = protocol.idIn(answer, content.name);
    return { ...known(answer), stored: true, ...(id === undefined ? {} : { id }) };
  } catch (error) {
    if (error instanceof StepRefused) return { ...known(error.step), stored: false, said: error.message };
    if (signal.aborted) throw interrupted();
    if (error instanceof BurstboxError) throw error;
    return { status: 0, stored: false, ...facts(), said: transferFault(error) };
  }
}

async function looked(signal: AbortSignal, look: () => Promise<Look>): Promise<Look> {
  try {
    return await look();
  } catch (error) {
    if (signal.aborted) throw interrupted();
    return { is: 'unreadable', said: transferFault(error) };
  }
}

function interrupted(): BurstboxError {
  return new BurstboxError('interrupted', 'stopped');
}
