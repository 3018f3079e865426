/**
 * Objects that all users share: any of them may be put over at any time, so that a reader does not know which write it meets. It is
 * told by the bytes themselves, which begin with the name that they are made from.
 */

import { sleep } from 'k6';
import type { ErrorKind } from '../../contract/contract.ts';
import { charsOf } from '../../shared/char-bytes.ts';
import { listPageIn } from '../../shared/s3/list-answer.ts';
import { zipf } from '../../shared/s3/zipf.ts';
import { vuNumber } from '../execution.ts';
import { seed } from '../parameters.ts';
import { Sampler } from '../sampler.ts';
import type { Prepared } from './bucket.ts';
import { bytesFault } from './content.ts';
import { load } from './load.ts';
import { put, read } from './objects.ts';
import { ask } from './request.ts';

export type Access = 'get' | 'list' | 'put';

const { objects: OBJECTS = 100, bytes: OBJECT_BYTES = 1_000_000, access = 'zipf' } = load.pool ?? {};
/** The most popular tenth, which gets more than half of all where access is by Zipf's law. */
const HOT = Math.round(OBJECTS / 10);
const STAMP_BYTES = 64;
const MAX_TRIES = 6;
const FIRST_PAUSE_SECONDS = 0.05;

const pick = access === 'zipf' ? zipf(OBJECTS) : (chance: number) => Math.floor(chance * OBJECTS);

export class Pool {
  readonly #users: number;
  readonly #sampler = new Sampler();
  #written = 0;

  constructor(users: number) {
    this.#users = users;
  }

  layOut(prepared: Prepared): void {
    for (let index = 0; index < OBJECTS; index++)
      if (!this.#laidOut(prepared, index))
        throw new Error(
          `S3: object ${index} of ${OBJECTS} of the pool was not taken; the load was not begun`,
        );
  }

  /** A server that says SlowDown is asked again. */
  #laidOut(prepared: Prepared, index: number): boolean {
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      if (tries > 0) sleep(FIRST_PAUSE_SECONDS * 2 ** tries);
      if (put(prepared, 'put', this.#next(prepared, index), false) !== undefined) return true;
    }
    return false;
  }

  access(prepared: Prepared, what: Access): void {
    const index = pick(Math.random());
    if (what === 'put') put(prepared, 'put', this.#next(prepared, index), false);
    else if (what === 'list') listPool(prepared);
    else this.#get(prepared, index);
  }

  #get(prepared: Prepared, index: number): void {
    const isSampled = this.#sampler.isDue(Date.now(), this.#users);
    const key = keyOf(prepared, index);
    read(prepared, index < HOT ? 'get_hot' : 'get_cold', { key, size: OBJECT_BYTES }, isSampled, (bytes) =>
      poolFault(bytes, index),
    );
  }

  #next(prepared: Prepared, index: number) {
    const name = `pool/${index} ${vuNumber()}-${this.#written++}`;
    return { key: keyOf(prepared, index), name, size: OBJECT_BYTES };
  }
}

function keyOf({ prefix }: Prepared, index: number): string {
  return `${prefix}pool/${index}`;
}

/** One write of that key, whole. */
function poolFault(bytes: ArrayBuffer, index: number): ErrorKind | undefined {
  const begin = charsOf(new Uint8Array(bytes, 0, Math.min(STAMP_BYTES, bytes.byteLength)));
  const head = `${seed} `;
  const name = begin.slice(head.length).replace(/\.+$/, '');
  if (!begin.startsWith(`${head}pool/${index} `)) return 'wrong_bytes';
  return bytesFault(bytes, name, OBJECT_BYTES);
}

function listPool({ bucket, prefix }: Prepared): void {
  ask({
    op: 'list',
    method: 'GET',
    bucket,
    query: { 'list-type': 2, prefix: `${prefix}pool/`, 'max-keys': 1000 },
    expect: [200],
    verify({ body }) {
      const page = typeof body === 'string' ? listPageIn(body) : undefined;
      if (page === undefined) return 'false_success';
      const keys = new Set(page.objects.map(({ key }) => key));
      if (page.next === undefined && keys.size < OBJECTS) return 'list_gap';
      if (keys.size < page.objects.length) return 'list_twice';
      return page.objects.some(({ size }) => size !== OBJECT_BYTES) ? 'wrong_etag' : undefined;
    },
  });
}
