/** The profiles that lie in a scenario's folder. A target wrote them: what cannot be read is undefined, never an error. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { isRegularFile } from '../../files/regular-file.ts';
import type { FILES } from '../../store/store.ts';
import { decodeProfile, type StoredProfile } from './decode.ts';

export type ProfileFile = (typeof FILES)[
  | 'cpuProfile'
  | 'heapStart'
  | 'heapEnd'
  | 'goroutineStart'
  | 'goroutineEnd'
  | 'goroutineLoad'
  | 'mutex'
  | 'block'];

/** As sample/pprof.ts keeps them. */
const MAX_PROFILE_BYTES = 16 * 1024 * 1024;
const MAX_UNZIPPED_BYTES = 64 * 1024 * 1024;

/** Reads a profile when it is first asked for, and once. */
export function profileReader(folder: string): (file: ProfileFile) => StoredProfile | undefined {
  const read = new Map<ProfileFile, StoredProfile | undefined>();
  return (file) => {
    if (!read.has(file)) read.set(file, readProfile(join(folder, file)));
    return read.get(file);
  };
}

function readProfile(path: string): StoredProfile | undefined {
  try {
    if (!isRegularFile(path) || statSync(path).size > MAX_PROFILE_BYTES) return undefined;
    return decodeProfile(gunzipSync(readFileSync(path), { maxOutputLength: MAX_UNZIPPED_BYTES }));
  } catch {
    return undefined; // missing, cut off, or no profile
  }
}
