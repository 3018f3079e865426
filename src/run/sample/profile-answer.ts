/** The profile in an answer, taken as widely as `go tool pprof` takes it, and else what the answer is instead. */
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { reason } from '../../errors.ts';
import { checkProfile } from './profile-format.ts';

const MAX_UNZIPPED_BYTES = 64 * 1024 * 1024;
/** As the judge reads them. */
const MAX_KEPT_BYTES = 16 * 1024 * 1024;
const GZIP = [0x1f, 0x8b];

const unzip = promisify(gunzip);
const zip = promisify(gzip);

/**
 * The profile in an answer, with gzip around it as Go writes it; many other writers leave that out.
 * @throws Error that says what the answer is instead
 */
export async function profileIn(answer: Buffer): Promise<{ zipped: Buffer; bare: Buffer }> {
  const isZipped = answer[0] === GZIP[0] && answer[1] === GZIP[1];
  if (!isZipped) refuseText(answer);
  const bare = isZipped ? await unzipped(answer) : answer;
  if (isZipped) refuseText(bare);
  checkProfile(bare);
  const zipped = isZipped ? answer : await zip(bare);
  if (zipped.length > MAX_KEPT_BYTES)
    throw new Error(`a gzipped profile of ${zipped.length} bytes, where at most ${MAX_KEPT_BYTES} are kept`);
  return { zipped, bare };
}

async function unzipped(answer: Buffer): Promise<Buffer> {
  try {
    return await unzip(answer, { maxOutputLength: MAX_UNZIPPED_BYTES });
  } catch (error) {
    throw new Error(`the gzip around the profile is damaged, cut off or too large (${reason(error)})`);
  }
}

/** What is sent in the place of a profile: a page to log in, an error in JSON, the list for people (`?debug=1`). */
function refuseText(bytes: Buffer): void {
  const text = bytes.subarray(0, 64).toString('latin1').trimStart();
  const what = [
    [/^$/, bytes.length === 0 ? 'an empty answer' : 'only white space'],
    [/^</, 'an HTML or XML page'],
    [/^[{[]/, 'JSON'],
    [/^(heap|goroutine|mutex|contention|threadcreate) profile:|^--- /, 'the human-readable form (debug=1)'],
    [/^[\x20-\x7e\t\r\n]+$/, 'text'],
  ].find(([pattern]) => (pattern as RegExp).test(text))?.[1];
  if (what !== undefined)
    throw new Error(`${what}, expected a pprof profile (profile.proto, with or without gzip)`);
}
