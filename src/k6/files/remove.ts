import { endpointOf } from '../../shared/request/endpoint.ts';
import { pathTo, type StoredFile } from '../../shared/request/stored-file.ts';
import { vuNumber } from '../execution.ts';
import { isLoad } from '../load-vu.ts';
import { note, noteAlone, noteRemoved } from '../notes.ts';
import { operate } from '../operation.ts';
import { routes } from '../parameters.ts';
import type { Call } from '../send.ts';
import { mustLeaveLists } from './list.ts';
import { keptOf, lookedAt } from './looked-at.ts';
import { lookAtOthers } from './others-kept.ts';
import { mayRemove } from './removal.ts';

const REMOVE = lookedAt({
  op: 'remove',
  ...endpointOf(routes.remove, { method: 'DELETE', expect: [200, 202, 204] }),
  acknowledged: true,
});
/** A service that is thrown away with what it stored need not remove anything. */
export const removes = routes.remove !== undefined;
/** To be done later (RFC 9110 §15.3.3). */
const ACCEPTED = 202;
const pathOf = pathTo(REMOVE.path);
/** One user of all. */
const LOOKS_AT_OTHERS = 1;

/**
 * Removes a file that the service has acknowledged.
 * @param isListed a list has just shown the id in the entry that carries the file's name
 * @returns whether it did, or need not
 * @throws when nothing shows that it is ours
 */
export function remove(file: StoredFile, isListed = false): boolean {
  if (!removes) return true;
  const reply = mayRemove(file, isListed) ? operate(removalOf(file)) : undefined;
  if (reply === undefined) {
    noteAlone(file.name);
    return false;
  }
  if (reply.status !== ACCEPTED) mustLeaveLists(file.name);
  if (!isLoad()) note({ gone: file.name });
  else {
    if (file.id !== file.name) noteRemoved(file.name);
    if (vuNumber() === LOOKS_AT_OTHERS) lookAtOthers();
  }
  return true;
}

/** The request that removes a file; the same for all, so that it is good until it is asked for again. */
export function removalOf(file: StoredFile): Call {
  REMOVE.path = pathOf(file);
  REMOVE.file = file.name;
  REMOVE.keep = keptOf('remove');
  return REMOVE;
}
