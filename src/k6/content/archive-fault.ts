/** Compares several files that came in one answer with what was stored. */
import type { BatchForm, ErrorKind } from '../../contract/contract.ts';
import type { Archive, Entry } from '../../shared/archives/entry.ts';
import { readParts } from '../../shared/archives/parts.ts';
import { readTar } from '../../shared/archives/tar.ts';
import { readZip } from '../../shared/archives/zip.ts';
import { headerNamed } from '../../shared/request/answer-value.ts';
import type { StoredFile } from '../../shared/request/stored-file.ts';
import type { Reply } from '../send.ts';
import { contentCrc } from './content-crc.ts';
import { contentFault, isStamped } from './content-fault.ts';

/** What is wrong with an answer that should hold exactly these files, in any order, each as `contentOf` made it. */
export function archiveFault(
  form: BatchForm,
  bytes: ArrayBuffer,
  { headers }: Reply,
  files: readonly StoredFile[],
  size: number,
): ErrorKind | undefined {
  // What is packed may be shorter than the files are.
  if (form !== 'zip' && bytes.byteLength < files.length * size) return 'short_body';
  const { entries, isWhole } = read(form, bytes, headers, size);
  if (!isWhole) return 'short_body';
  if (entries.length !== files.length) return 'wrong_bytes';
  for (let at = 0; at < files.length; at++) {
    const file = files[at] as StoredFile;
    const inOrder = entries[at] as Entry;
    const entry = isNamed(inOrder, file)
      ? inOrder
      : (entries.find((each) => isNamed(each, file)) ?? entries.find((each) => isBytesOf(each, file)));
    const fault = entry === undefined ? 'wrong_bytes' : entryFault(entry, file, size);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function read(form: BatchForm, bytes: ArrayBuffer, headers: Reply['headers'], size: number): Archive {
  if (form === 'multipart') return readParts(bytes, headerNamed(headers, 'Content-Type') ?? '', size);
  return form === 'tar' ? readTar(bytes) : readZip(bytes);
}

/** Services put files into folders, and some call them by their ids. */
function isNamed({ name }: Entry, file: StoredFile): boolean {
  const last = name.slice(name.lastIndexOf('/') + 1);
  return last === file.name || last === file.id || last.startsWith(`${file.id}.`);
}

function isBytesOf({ bytes }: Entry, { name }: StoredFile): boolean {
  return bytes !== undefined && isStamped(bytes, name);
}

/** What is packed is known by its length and its CRC-32, which the service took of the bytes that it had. */
function entryFault(entry: Entry, { name }: StoredFile, size: number): ErrorKind | undefined {
  if (entry.size < size) return 'short_body';
  if (entry.bytes !== undefined) return contentFault(entry.bytes, name, size);
  return entry.size === size && entry.crc === contentCrc(name, size) ? undefined : 'wrong_bytes';
}
