/** The catalog as a client sees it. Each function is one operation: sent, counted and written down. */
import type { HistoryRecord } from '../../contract/contract.ts';
import { answerValue } from '../../shared/request/answer-value.ts';
import { requestOf } from '../../shared/request/catalog-request.ts';
import { endpointOf } from '../../shared/request/endpoint.ts';
import { type Version, versionIn } from '../../shared/request/version.ts';
import { note } from '../notes.ts';
import { attempt, isLoad, operate, type Reply } from '../operation.ts';
import { catalog } from '../parameters.ts';
import { COUNTERS } from './counters.ts';
import { newValue, record } from './history.ts';
import { stateOf } from './state.ts';

/** Names of the operations in metrics. */
export const OPERATIONS = ['create', 'read', 'update', 'remove', 'list'] as const;

export type State = HistoryRecord['s'];

const WRITTEN = [200, 201, 204];
const CREATE = { method: 'PUT', expect: WRITTEN } as const;
const READ = { method: 'GET', expect: [200] } as const;
const UPDATE = { method: 'PUT', expect: WRITTEN } as const;
const REMOVE = { method: 'DELETE', expect: [200, 202, 204] } as const;
const CONFLICT = [409, 412];
const NOT_THERE = [404, 410];
/** Ours are shorter; what is longer is none of ours, and is written down as far as this. */
const MOST_VALUE_CHARS = 64;
const MOST_ANSWER_CHARS = 64 * 1024;

export interface Outcome {
  state: State;
  /** HTTP status; 0 without an answer. */
  status: number;
}

/** Makes a dataset, with a value of its own. */
export function create(name: string): Outcome {
  const value = newValue();
  note({ dataset: name });
  const b = Date.now();
  const { reply, failure } = attempt({
    op: 'create',
    ...requestOf(catalog.create, usual(CREATE), { name, value }),
    ...kept(catalog.create.version),
  });
  const s = stateOf(reply.status, failure, []);
  record({ k: name, o: 'create', b, s, x: value, ...shown(s, catalog.create.version, reply) });
  return { state: s, status: reply.status };
}

/** @returns the version token, undefined when none was read */
export function read(name: string, isFinal = false): Version | undefined {
  const { version: from, value: at } = catalog.read;
  const b = Date.now();
  let version: Version | undefined;
  let value: string | undefined;
  const { reply, failure } = attempt({
    op: 'read',
    ...requestOf(catalog.read, usual(READ), { name }),
    keep: 'text',
    verify(answer) {
      version = versionIn(from, answer);
      value = answerValue(at, answer, MOST_ANSWER_CHARS)?.slice(0, MOST_VALUE_CHARS);
      if (version !== undefined && value !== undefined) return undefined;
      noteFirst(`read of ${name}: the answer has no ${version === undefined ? 'version' : 'value'}`);
      return 'assertion';
    },
  });
  const s = NOT_THERE.includes(reply.status) ? 'ok' : stateOf(reply.status, failure, []);
  record({
    k: name,
    o: 'read',
    b,
    s,
    ...(failure === undefined && version !== undefined ? { v: String(version) } : {}),
    ...(failure === undefined && value !== undefined ? { x: value } : {}),
    ...(isFinal ? { f: 1 } : {}),
  });
  if (failure !== undefined) return undefined;
  if (isLoad()) COUNTERS.reads.add(1);
  return version;
}

/** Writes a new value, provided that the dataset still has this version. */
export function update(name: string, version: Version): Outcome {
  const { conflict = CONFLICT, version: tells } = catalog.update;
  const value = newValue();
  const request = requestOf(catalog.update, usual(UPDATE), { name, value, version });
  const b = Date.now();
  const { reply, failure } = attempt({
    op: 'update',
    ...request,
    expect: [...request.expect, ...conflict],
    ...kept(tells),
  });
  const s = stateOf(reply.status, failure, conflict);
  record({ k: name, o: 'write', b, s, r: String(version), x: value, ...shown(s, tells, reply) });
  if (s === 'ok') COUNTERS.writes.add(1);
  if (s === 'conflict') COUNTERS.conflicts.add(1);
  return { state: s, status: reply.status };
}

/** Takes a dataset away that has this version. */
export function remove(name: string, version: Version): void {
  const b = Date.now();
  const { reply, failure } = attempt({
    op: 'remove',
    ...requestOf(catalog.remove, usual(REMOVE), { name, version }),
  });
  if (failure === undefined) note({ gone: name });
  record({ k: name, o: 'remove', b, s: stateOf(reply.status, failure, []), ...basedOn(version) });
}

let noted = false;

/** One line a user in k6.log is enough to see what it is. */
function noteFirst(text: string): void {
  if (!noted) console.warn(`catalog: ${text}`);
  noted = true;
}

/** The text in which the names of all datasets stand; empty when the target has no list, or did not show it. */
export function listText(): string {
  if (catalog.list === undefined) return '';
  const reply = operate({ op: 'list', ...endpointOf(catalog.list, usual(READ)), keep: 'text' });
  return typeof reply?.body === 'string' ? reply.body : '';
}

function usual<M>({ method, expect }: { method: M; expect: readonly number[] }) {
  return { method, expect: [...expect] };
}

/** The body is kept only when the version is in it. */
function kept(source: { json: string } | { header: string } | undefined): { keep?: 'text' } {
  return source !== undefined && 'json' in source ? { keep: 'text' } : {};
}

function shown(s: State, source: Parameters<typeof kept>[0], reply: Reply): { v?: string } {
  const version = s === 'ok' && source !== undefined ? versionIn(source, reply) : undefined;
  return version === undefined ? {} : { v: String(version) };
}

/** A remove that sends no version is unconditional. */
function basedOn(version: Version): { r?: string } {
  return JSON.stringify(catalog.remove).includes('{version}') ? { r: String(version) } : {};
}
