/** The texts of a pprof profile: names of functions, files, labels and comments all stand in one table. */
import { gzipSync } from 'node:zlib';
import { hasSecrets, hideInBytes, secretsIn } from '../../secrets/secrets.ts';
import { fieldsOf, STRINGS } from './profile-format.ts';

/**
 * A profile, as it is sent, without secrets; the same bytes where there are none.
 * @param unzipped of the same profile, known to be one
 * @throws Error when there are secrets elsewhere, where no writer puts a text
 */
export function withoutSecrets(zipped: Buffer, unzipped: Buffer): Buffer {
  if (!hasSecrets() || !(holdsSecret(unzipped) || holdsSecret(zipped))) return zipped;
  const parts = Array.from(fieldsOf(unzipped), ({ field, from, body, to }) => {
    if (field !== STRINGS) return unzipped.subarray(from, to);
    const text = Buffer.from(hideInBytes(unzipped.toString('latin1', body, to)), 'latin1');
    return Buffer.concat([unzipped.subarray(from, from + 1), varint(text.length), text]);
  });
  const cleared = Buffer.concat(parts);
  if (holdsSecret(cleared)) throw new Error('it contains secrets outside of its texts');
  return gzipSync(cleared);
}

function holdsSecret(bytes: Buffer): boolean {
  return secretsIn(bytes.toString('latin1')).length > 0;
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  return Buffer.from([...bytes, rest]);
}
