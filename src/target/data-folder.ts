import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFolder } from './make-folder.ts';

export interface DataFolder {
  path: string;
  /** Removes the folder if it is a temporary one of ours; one that the user named stays. */
  release(): void;
}

/** The folder that the user named, made if need be, or a fresh temporary one. */
export function takeDataFolder(named: string | undefined): DataFolder {
  if (named !== undefined) {
    makeFolder(named);
    return { path: named, release: () => {} };
  }
  const path = mkdtempSync(join(tmpdir(), 'burstbox-target-'));
  return { path, release: () => rmSync(path, { recursive: true, force: true }) };
}
