import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onDisk } from '../../files/on-disk.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { tempFolder } from '../../ledger/own.ts';

const ONLY_US = 0o600;

/**
 * Lets `use` have a second compose file, which goes when it has ended: it may hold the secrets of the service's environment,
 * which have no place on a command line.
 */
export async function withOverride<T>(
  text: string,
  ledger: Ledger,
  use: (path: string) => Promise<T>,
): Promise<T> {
  const folder = onDisk(tmpdir(), () => tempFolder('compose', ledger));
  try {
    const path = join(folder.path, 'override.json');
    onDisk(path, () => writeFileSync(path, text, { mode: ONLY_US }));
    return await use(path);
  } finally {
    folder.remove();
  }
}
