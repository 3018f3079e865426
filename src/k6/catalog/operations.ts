/** The catalog as a client sees it. Each function is one operation: sent, counted and written down. */
import type { HistoryRecord } from '../../contract/contract.ts';
import { answerValue } from '../../shared/request/answer-value.ts';
import { requestOf } from '../../shared/request/catalog-request.ts';
import { createdIn, type Dataset, valuesOf } from '../../shared/request/dataset.ts';
import { endpointOf } from '../../shared/request/endpoint.ts';
import { MAX_ID_CHARS } from '../../shared/request/stored-file.ts';
import { valueFault } from '../../shared/request/value-fault.ts';
import { MAX_VERSION_CHARS, type Version, versionIn } from '../../shared/request/version.ts';
import { ListCheck, type ListFault } from '../lists/list-check.ts';
import { isLoad } from '../load-vu.ts';
import { note } from '../notes.ts';
import { attempt, operate } from '../operation.ts';
import type { Reply } from '../send.ts';
import { COUNTERS } from './counters.ts';
import { newValue, record } from './history.ts';
import { catalog } from './routes.ts';
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
/** To be done later (RFC 9110 §15.3.3). */
const ACCEPTED = 202;
const NOT_THERE = [404, 410];
/** Ours are shorter; what is longer is none of ours, and is written down as far as this. */
const MAX_VALUE_CHARS = 64;
const MAX_ANSWER_CHARS = 64 * 1024;

export interface Outcome {
  state: State;
  /** HTTP status; 0 without an answer. */
  status: number;
}

/** Makes a dataset, with a value of its own. @returns it, once the service has acknowledged it and told what later requests send */
export function create(name: string): Outcome & { dataset?: Dataset; value?: string } {
  const value = newValue();
  note({ dataset: name });
  const b = Date.now();
  let made: ReturnType<typeof createdIn> | undefined;
  const { reply, failure } = attempt({
    op: 'create',
    ...requestOf(catalog.create, usual(CREATE), { name, value }),
    ...(READS_CREATED ? { keep: 'text' } : {}),
    verify(answer) {
      made = createdIn(catalog.create, name, answer);
      if (!('fault' in made)) return undefined;
      noteFault(`create of ${name}: ${made.fault}`);
      return 'no_id';
    },
  });
  const s = stateOf(reply.status, failure, []);
  record({ k: name, o: 'create', b, s, x: value, ...shown(s, catalog.create.version, reply) });
  if (failure !== undefined || made === undefined || 'fault' in made)
    return { state: s, status: reply.status };
  if (catalog.create.id !== undefined) note({ dataset: name, id: made.id });
  return { state: s, status: reply.status, dataset: made, value };
}

/** @returns the version token, undefined when none was read */
export function read(dataset: Dataset, isFinal = false): Version | undefined {
  const { version: from, value: at } = catalog.read;
  const { name } = dataset;
  const b = Date.now();
  let version: Version | undefined;
  let value: string | undefined;
  const { reply, failure } = attempt({
    op: 'read',
    ...requestOf(catalog.read, usual(READ), valuesOf(dataset)),
    keep: 'text',
    verify(answer) {
      version = versionIn(from, answer);
      value = answerValue(at, answer, MAX_ANSWER_CHARS)?.slice(0, MAX_VALUE_CHARS);
      lastValue = value;
      if (version !== undefined && value !== undefined) return undefined;
      const fault =
        version === undefined
          ? `the version ${valueFault(from, answer, MAX_VERSION_CHARS)}`
          : `the value ${valueFault(at, answer, MAX_ANSWER_CHARS)}`;
      noteFault(`read of ${name}: ${fault}`);
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
export function update(dataset: Dataset, version: Version): Outcome {
  const { name } = dataset;
  const { conflict = CONFLICT, version: tells, id } = catalog.update;
  const value = newValue();
  const request = requestOf(catalog.update, usual(UPDATE), { ...valuesOf(dataset), value, version });
  const b = Date.now();
  const { reply, failure } = attempt({
    op: 'update',
    ...request,
    expect: [...request.expect, ...conflict],
    ...(id === 'text' ? { keep: 'text' } : { ...kept(tells), ...kept(id) }),
    verify(answer) {
      const now =
        id === undefined || conflict.includes(answer.status)
          ? undefined
          : answerValue(id, answer, MAX_ID_CHARS);
      if (now === undefined || now === dataset.id) return undefined;
      noteFault(`update of ${name}: its id has changed, which this suite does not follow`);
      return 'assertion';
    },
  });
  const s = stateOf(reply.status, failure, conflict);
  record({ k: name, o: 'write', b, s, r: String(version), x: value, ...shown(s, tells, reply) });
  if (s === 'ok') COUNTERS.writes.add(1);
  if (s === 'conflict') COUNTERS.conflicts.add(1);
  return { state: s, status: reply.status };
}

/** Takes a dataset away that has this version. */
export function remove(dataset: Dataset, version: Version): void {
  const { name } = dataset;
  const b = Date.now();
  const { reply, failure } = attempt({
    op: 'remove',
    ...requestOf(catalog.remove, usual(REMOVE), { ...valuesOf(dataset), version }),
  });
  if (failure === undefined) {
    note({ gone: name });
    if (reply.status !== ACCEPTED) ownLists.removed(name);
  }
  record({ k: name, o: 'remove', b, s: stateOf(reply.status, failure, []), ...basedOn(version) });
}

let lastValue: string | undefined;

/** What was read last, for those who must know what stands there. */
export function valueRead(): string | undefined {
  return lastValue;
}

let fault = '';

/** One line a user in k6.log is enough to see what it is. */
function noteFault(text: string): void {
  if (fault === '') console.warn(`catalog: ${text}`);
  fault = text;
}

/** Why the last answer that could not be used could not; empty where there was none. */
export function lastFault(): string {
  return fault;
}

const ownLists = new ListCheck();

/** The text in which the names of all datasets stand; empty when the target has no list, or did not show it. */
export function listText(own?: string): string {
  if (catalog.list === undefined) return '';
  const reply = operate({
    op: 'list',
    ...endpointOf(catalog.list, usual(READ)),
    keep: 'text',
    verify: (reply) => listFault(reply, own),
  });
  return typeof reply?.body === 'string' ? reply.body : '';
}

/** @param own a dataset of this client that is there now */
function listFault({ body }: Reply, own: string | undefined): ListFault | undefined {
  return own === undefined || typeof body !== 'string' ? undefined : ownLists.compare(body, own).fault;
}

function usual<M>({ method, expect }: { method: M; expect: readonly number[] }) {
  return { method, expect: [...expect] };
}

const { create: CREATED } = catalog;
/** Whether the body of a create's answer says what later requests send. */
const READS_CREATED = [CREATED.version, CREATED.id, ...Object.values(CREATED.capture ?? {})].some(
  (source) => source === 'text' || (source !== undefined && 'json' in source),
);

/** The body is kept only when the version is in it. */
function kept(source: { json: string } | { header: string } | undefined): { keep?: 'text' } {
  return source !== undefined && 'json' in source ? { keep: 'text' } : {};
}

function shown(s: State, source: Parameters<typeof kept>[0], reply: Reply): { v?: string } {
  const version = s === 'ok' && source !== undefined ? versionIn(source, reply) : undefined;
  return version === undefined ? {} : { v: String(version) };
}

/** A remove that sends no version is unconditional. */
export const REMOVES_ANY_VERSION = !JSON.stringify(catalog.remove).includes('{version}');

function basedOn(version: Version): { r?: string } {
  return REMOVES_ANY_VERSION ? {} : { r: String(version) };
}
