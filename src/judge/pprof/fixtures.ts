/** Profiles for tests: synthetic ones, and those of a Go program. */
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { tempFolder } from '../../provision/fixtures.ts';
import type { StoredProfile } from './decode.ts';
import { frameOf } from './frame.ts';
import type { ProfileFile } from './read.ts';

const LEAKY = fileURLToPath(new URL('fixtures/leaky.go', import.meta.url));

/** Value by stack; a stack is its functions as `name@file`, the innermost first, between ` < `. */
export type Rows = Record<string, number>;

export function profileOf(type: string, rows: Rows, seconds?: number): StoredProfile {
  return {
    types: [type],
    seconds,
    samples: Object.entries(rows).map(([stack, value]) => ({
      stack: stack.split(' < ').map((function_) => {
        const [name = '', file = ''] = function_.split('@');
        return frameOf(name, file);
      }),
      values: [value],
    })),
  };
}

/** What `evidence.pprof` is of these profiles. */
export function stored(
  profiles: Partial<Record<ProfileFile, StoredProfile>>,
): (file: ProfileFile) => StoredProfile | undefined {
  return (file) => profiles[file];
}

/** A folder with the five profiles of a Go program that burns CPU, leaks memory and leaves goroutines behind. */
export async function goProfiles(t: TestContext): Promise<string> {
  const folder = await tempFolder(t);
  const env = { ...process.env, GOFLAGS: '-mod=mod', GOWORK: 'off' };
  const { status, stderr } = spawnSync('go', ['run', LEAKY, folder], {
    cwd: tmpdir(),
    env,
    encoding: 'utf8',
  });
  if (status !== 0)
    throw new Error(`the tests need Go, which opens the profiles; ${join('go run', LEAKY)}: ${stderr}`);
  return folder;
}
