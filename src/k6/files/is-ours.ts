/** Looks whether what a removal would take away is a file of ours. None of its requests is counted. */

import { charsOf } from '../../shared/char-bytes.ts';
import {
  alreadyIn,
  carries,
  type Entry,
  entriesOf,
  isOfArray,
  othersIn,
} from '../../shared/ownership/entries.ts';
import { isOwnRecord, ownIdShown } from '../../shared/ownership/own-entry.ts';
import { endpointOf } from '../../shared/request/endpoint.ts';
import { pathTo, type StoredFile } from '../../shared/request/stored-file.ts';
import { isStamped } from '../content/content-fault.ts';
import { routes } from '../parameters.ts';
import { send } from '../send.ts';
import { isAimed } from './removal-route.ts';

const DOWNLOAD = endpointOf(routes.download, { method: 'GET', expect: [200] });
const LIST = endpointOf(routes.list, { method: 'GET', expect: [200] });
const { path: REMOVE_PATH } = endpointOf(routes.remove, { method: 'DELETE', expect: [] });

/** By its content, else by its record, else by its entry in the list; undefined where none of them says anything. */
export function isOurs(file: StoredFile): boolean | undefined {
  const mayLookElsewhere = isAimed(file);
  const content = mayLookElsewhere ? byContent(file) : undefined;
  if (content === true) return true;
  const record = recordOf(file);
  if (
    record !== undefined &&
    (isStamped(new Uint8Array(record), file.name) || isOwnRecord(textOf(record), file.name))
  )
    return true;
  if (!mayLookElsewhere) return content;
  return byEntry(file, record) ?? content;
}

function byContent(file: StoredFile): boolean | undefined {
  if (routes.download === undefined) return undefined;
  const path = pathTo(DOWNLOAD.path)(file);
  const { status, body } = send({ ...DOWNLOAD, op: 'download', path, keep: 'binary' });
  if (!DOWNLOAD.expect.includes(status) || !(body instanceof ArrayBuffer)) return undefined;
  return isStamped(new Uint8Array(body), file.name);
}

/** Many services show at the path of the removal what they would remove. */
function recordOf(file: StoredFile): ArrayBuffer | undefined {
  const path = pathTo(REMOVE_PATH)(file);
  const { status, body } = send({ op: 'download', method: 'GET', path, expect: [200], keep: 'binary' });
  return status === 200 && body instanceof ArrayBuffer ? body : undefined;
}

/** A record that shows other entries of the list is that of a folder, whatever the list says of the id. */
function byEntry(file: StoredFile, record: ArrayBuffer | undefined): boolean | undefined {
  if (routes.list === undefined) return undefined;
  const { status, body } = send({ ...LIST, op: 'list', keep: 'text' });
  if (!LIST.expect.includes(status) || typeof body !== 'string') return undefined;
  const entries = entriesOf(body);
  const isOwn = (entry: Entry) => carries(entry, file.name);
  const shown = record === undefined ? [] : entriesOf(textOf(record)).filter(isOfArray);
  if (alreadyIn(othersIn(entries, isOwn), shown).length > 0) return false;
  if (file.id !== file.name) return ownIdShown(entries, file.name, file.id);
  return entries.some(isOwn) || undefined;
}

/** No record of one file is longer; one byte a character is enough to find our name. */
const MAX_RECORD_BYTES = 64 * 1024;
const CHUNK_BYTES = 4096;

function textOf(body: ArrayBuffer): string {
  let text = '';
  for (let at = 0; at < Math.min(body.byteLength, MAX_RECORD_BYTES); at += CHUNK_BYTES) {
    const chunk = new Uint8Array(body, at, Math.min(CHUNK_BYTES, body.byteLength - at));
    text += charsOf(chunk);
  }
  return text;
}
