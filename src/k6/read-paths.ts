/** Reads what a service has without anything being stored: its bytes must stay what they were before the load. */
import crypto from 'k6/crypto';
import type { ErrorKind } from '../contract/contract.ts';
import { endpointOf } from '../shared/request/endpoint.ts';
import { shownFiles } from '../shared/request/shown-files.ts';
import { pathTo } from '../shared/request/stored-file.ts';
import { bytesCompared } from './files/compared-bytes.ts';
import { list, listText } from './files/files.ts';
import { attempt, operate } from './operation.ts';
import { routes } from './parameters.ts';
import type { Call } from './send.ts';

/** Each is read twice before the load. */
const MAX_LISTED = 50;
const GET = endpointOf(routes.read === undefined ? routes.download : undefined, {
  method: 'GET',
  expect: [200],
});

const READ: Call = { op: 'download', ...GET };
let asked: Known | undefined;
const next = bytesCompared(READ, (bytes) => (asked === undefined ? undefined : faultOf(bytes, asked)));

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
    routes.read === undefined
      ? `read: the list shows ${paths.length} files, and none of them returns 200, such as ${paths[0]}; correct routes.download of the target file, or name paths in routes.read`
      : `read: none of the ${paths.length} paths in routes.read of the target file returns 200, such as ${paths[0]}; correct them`,
  );
}

/** Where what the list shows is got. @throws when it shows nothing that could be read */
export function listedPaths(): string[] {
  const fields = typeof routes.list === 'string' ? undefined : routes.list?.json;
  const files = shownFiles(listText(), fields);
  if (files.length > 0) return files.slice(0, MAX_LISTED).map(pathTo(GET.path));
  throw new Error(
    'read: the list shows no file that could be read; say in routes.list.json of the target file where it has names and ids, or name paths in routes.read',
  );
}

/** Two reads, or a look at the list and one. */
export function readKnown(known: Known[]): void {
  if (routes.list === undefined) readOne(known);
  else list();
  readOne(known);
}

function bytesAt(path: string): ArrayBuffer | undefined {
  const { reply, failure } = attempt({ op: 'download', ...GET, path, keep: 'binary' });
  return failure === undefined && reply.body instanceof ArrayBuffer ? reply.body : undefined;
}

function readOne(known: Known[]): void {
  const one = known[Math.floor(Math.random() * known.length)];
  if (one === undefined) return;
  asked = one;
  READ.path = one.path;
  operate(next(one.bytes, one.sha256 !== undefined));
}

function faultOf(bytes: ArrayBuffer, known: Known): ErrorKind | undefined {
  if (bytes.byteLength < known.bytes) return 'short_body';
  return crypto.sha256(bytes, 'hex') === known.sha256 ? undefined : 'wrong_bytes';
}
