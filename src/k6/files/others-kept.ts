/**
 * Under load, every few seconds: whether what others have on the service is still there. A removal that was seen to take our file and
 * nothing else may take more by the next id, as one of all that begins with it does (`DELETE … WHERE id LIKE '17%'`).
 */
import exec from 'k6/execution';
import { endpointOf } from '../../shared/request/endpoint.ts';
import { shownFiles } from '../../shared/request/shown-files.ts';
import { pathTo, type StoredFile } from '../../shared/request/stored-file.ts';
import { routes } from '../parameters.ts';
import { SHARED_PREFIX } from '../run-prefix.ts';
import { send } from '../send.ts';
import { removalKnown } from './removal-known.ts';

const LIST = endpointOf(routes.list, { method: 'GET', expect: [200] });
const DOWNLOAD = endpointOf(routes.download, { method: 'GET', expect: [200] });
const fields = typeof routes.list === 'string' ? undefined : routes.list?.json;
const downloadPath = pathTo(DOWNLOAD.path);
const FIRST_BYTE = { ...DOWNLOAD.headers, Range: 'bytes=0-0' };
const PARTIAL = 206;
const NOT_THERE = [404, 410];
const PAUSE_MS = 2000;
/** Of thousands of files some, from all parts of the list; every VU gets a copy. */
const MAX_OTHERS = 20;
/** A service that gives whole files to those who ask for their first byte may give large ones. */
const MAX_ASKING_MS = 2000;
/** What left the list is asked for itself: a list that comes in pages moves. */
const MAX_ASKED = 5;

const MAX_NAMED = 3;

let lookedMs = 0;

/** Of what the list shows before the load, some that can be read: one that is gone later was there. */
export function othersThere(text: string): StoredFile[] {
  if (routes.download === undefined) return [];
  const others = shownFiles(text, fields).filter(({ name }) => !name.includes(SHARED_PREFIX));
  const step = Math.max(1, Math.floor(others.length / MAX_OTHERS));
  const some = others.filter((_, index) => index % step === 0).slice(0, MAX_OTHERS);
  const endMs = Date.now() + MAX_ASKING_MS;
  return some.filter((file) => Date.now() < endMs && isThere(statusOf(file)));
}

/** After a removal under load, of one user. Ends the test once files of others are gone. */
export function lookAtOthers(): void {
  const nowMs = Date.now();
  if (nowMs - lookedMs < PAUSE_MS) return;
  lookedMs = nowMs;
  const lost = lostOthers();
  if (lost.length > 0) exec.test.abort(lossText(lost));
}

/** @throws when files of others are gone since the load began */
export function mustHaveKeptOthers(): void {
  const lost = lostOthers();
  if (lost.length > 0) throw new Error(lossText(lost));
}

/** Their names. */
function lostOthers(): string[] {
  const { others = [] } = removalKnown() ?? {};
  if (others.length === 0) return [];
  const { status, body } = send({ ...LIST, op: 'list', keep: 'text' });
  if (!LIST.expect.includes(status) || typeof body !== 'string') return [];
  const shown = new Set(shownFiles(body, fields).map(({ id }) => id));
  const unlisted = others.filter(({ id }) => !shown.has(id));
  return unlisted
    .slice(0, MAX_ASKED)
    .filter((file) => NOT_THERE.includes(statusOf(file)))
    .map(({ name }) => name);
}

function statusOf(file: StoredFile): number {
  return send({ ...DOWNLOAD, headers: FIRST_BYTE, op: 'download', path: downloadPath(file) }).status;
}

function isThere(status: number): boolean {
  return status === PARTIAL || DOWNLOAD.expect.includes(status);
}

function lossText(names: string[]): string {
  const named = names.slice(0, MAX_NAMED).join(', ');
  return `remove: since the load began, files that are not ours are gone, such as ${named}; the remove route takes more than it is told to, or somebody else removes files: correct the route, or use a test system that nobody else changes`;
}
