/** Before the load: stores one file, looks whether it is the one that would be removed, removes it, and looks whether the others are still there. */
import { sleep } from 'k6';
import { carries, type Entry, entriesOf, missingFrom, othersIn } from '../../shared/ownership/entries.ts';
import { idsOf } from '../../shared/ownership/own-entry.ts';
import { endpointOf } from '../../shared/request/endpoint.ts';
import type { StoredFile } from '../../shared/request/stored-file.ts';
import { operate } from '../operation.ts';
import { isSeedGiven, routes } from '../parameters.ts';
import { RUN_PREFIX, SHARED_PREFIX } from '../run-prefix.ts';
import { send } from '../send.ts';
import { isOurs } from './is-ours.ts';
import { othersThere } from './others-kept.ts';
import { ownName } from './own-name.ts';
import { refusal } from './removal.ts';
import type { RemovalKnown } from './removal-known.ts';
import { isById, isSameAddress } from './removal-route.ts';
import { removalOf } from './remove.ts';
import { upload } from './upload.ts';

const LIST = endpointOf(routes.list, { method: 'GET', expect: [200] });
const NOT_THERE = [404, 410];
const FILE_BYTES = 1024;
/** A service that removes later gets this long. */
const GONE_TRIES = 10;
const GONE_PAUSE_SECONDS = 0.5;
/** Every VU gets a copy. */
const MAX_IDS = 500;
const MAX_NAMED = 3;

/** @throws when the route would take, or has taken, what is not ours: then there is no load */
export function tryRemoval(): RemovalKnown {
  const text = listedText();
  const there = text === undefined ? [] : entriesOf(text);
  if (!isSeedGiven && there.some((entry) => carries(entry, RUN_PREFIX)))
    throw new Error(
      `remove: the list already has files that begin with ${RUN_PREFIX}, as those of this run would; use another seed (-e SEED=…), so that they can be told apart`,
    );
  const others = othersIn(there, isOfRun);
  const before = isById ? idsOf(others).slice(0, MAX_IDS) : [];
  if (isSameAddress && others.length === 0) return { isShown: true, before };
  const tried = uploaded();
  if (tried === undefined) return { isShown: isSameAddress, before };
  if (before.includes(tried.id)) throw new Error(refusal(tried, 'the list had it before the run'));
  const shown = isSameAddress || isOurs(tried);
  if (shown === false) throw new Error(refusal(tried));
  // A service that could not be asked is asked again under load, before the first removal.
  if (shown === undefined) return { isShown: false, before };
  operate(removalOf(tried));
  const missing = missingAfter(tried, others);
  if (missing !== undefined && missing.length > 0) throw new Error(lossText(missing));
  const kept = isById && text !== undefined ? { others: othersThere(text) } : {};
  return { isShown: missing !== undefined, before, tried, ...kept };
}

/** Undefined where there is none, or the service could not be asked. A list that is gone has no entries. */
function listedText(): string | undefined {
  if (routes.list === undefined) return undefined;
  const { status, body } = send({ ...LIST, op: 'list', keep: 'text' });
  if (NOT_THERE.includes(status)) return '';
  return LIST.expect.includes(status) && typeof body === 'string' ? body : undefined;
}

/** Another process of the same load removes its own files meanwhile. */
function isOfRun(entry: Entry): boolean {
  return carries(entry, SHARED_PREFIX);
}

/** That an answer lacks the id is told under load, where it is counted. */
function uploaded(): StoredFile | undefined {
  try {
    return upload(ownName('trial'), FILE_BYTES);
  } catch {
    return undefined;
  }
}

/** Which of the others are missing once our file is gone; undefined when that could not be seen. */
function missingAfter(tried: StoredFile, others: Entry[]): string[] | undefined {
  if (others.length === 0) return [];
  let entries: Entry[] | undefined;
  for (let tries = 0; tries < GONE_TRIES; tries++) {
    if (tries > 0) sleep(GONE_PAUSE_SECONDS);
    const text = listedText();
    entries = text === undefined ? undefined : entriesOf(text);
    if (entries !== undefined && !entries.some((entry) => carries(entry, tried.name))) break;
  }
  return entries === undefined ? undefined : missingFrom(othersIn(entries, isOfRun), others);
}

function lossText(missing: string[]): string {
  const named = missing.slice(0, MAX_NAMED).join(', ');
  return `remove: since a file of this run was stored and removed, ${missing.length} files that are not ours are missing from the list, such as ${named}; the upload or remove route removes what is not ours, so no load was sent: correct these routes of the target file, or use a test system that nobody else changes`;
}
