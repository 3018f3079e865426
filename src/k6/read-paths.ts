/** Reads what a service has without anything being stored: its bytes must stay what they were before the load. */
import crypto from 'k6/crypto';
import type { ErrorKind } from '../contract/contract.ts';
import { bytesCompared } from './files/compared-bytes.ts';
import { list } from './files/files.ts';
import { attempt, operate } from './operation.ts';
import { routes } from './parameters.ts';

/** What a path gave before the load. */
export interface Known {
  path: string;
  bytes: number;
  /** Absent: it gave other bytes when it was asked again, so that they cannot be compared. */
  sha256?: string;
}

/** @throws when none of the paths gives anything: then nothing that follows would be the service's fault */
export function knownAt(paths: string[]): Known[] {
  const looked = paths.map((path) => ({ path, first: bytesAt(path), second: bytesAt(path) }));
  const known = looked.flatMap(({ path, first, second }) => {
    if (first === undefined || second === undefined) return [];
    const [sha256, again] = [first, second].map((bytes) => crypto.sha256(bytes, 'hex'));
    return [
      { path, bytes: first.byteLength, ...(sha256 === again && sha256 !== undefined ? { sha256 } : {}) },
    ];
  });
  if (known.length > 0) return known;
  throw new Error(
    `read: none of the ${paths.length} paths in routes.read of the target file is answered with 200, such as ${paths[0]}; correct them`,
  );
}

/** Two reads, or a look at the list and one. */
export function readKnown(known: Known[]): void {
  if (routes.list === undefined) readOne(known);
  else list();
  readOne(known);
}

function bytesAt(path: string): ArrayBuffer | undefined {
  const { reply, failure } = attempt({ op: 'download', method: 'GET', path, expect: [200], keep: 'binary' });
  return failure === undefined && reply.body instanceof ArrayBuffer ? reply.body : undefined;
}

function readOne(known: Known[]): void {
  const one = known[Math.floor(Math.random() * known.length)];
  if (one === undefined) return;
  const { path, sha256 } = one;
  const compared = sha256 === undefined ? {} : bytesCompared((bytes) => faultOf(bytes, one));
  operate({ op: 'download', method: 'GET', path, expect: [200], ...compared });
}

function faultOf(bytes: ArrayBuffer, known: Known): ErrorKind | undefined {
  if (bytes.byteLength < known.bytes) return 'short_body';
  return crypto.sha256(bytes, 'hex') === known.sha256 ? undefined : 'wrong_bytes';
}
