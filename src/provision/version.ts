/** Whether a file is a k6 that burstbox can use. */
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import type { Job } from './job.ts';
import { type Outcome, runProgram } from './program.ts';
import { K6_VERSION, K6_WANTED } from './release.ts';

/** `version` is as k6 writes it, such as `v2.2.0`; `why` follows a name: `is not executable`. */
export type Checked = { ok: true; version: string } | { ok: false; why: string };

/** Runs `FILE version`; never rejects but for an abort. */
export async function checkK6(path: string, job: Pick<Job, 'env' | 'signal' | 'patience'>): Promise<Checked> {
  const unusable = await whyNotRunnable(path);
  if (unusable !== undefined) return { ok: false, why: unusable };
  const limitMs = job.patience.versionMs;
  const outcome = await runProgram({
    file: path,
    args: ['version'],
    env: job.env,
    limitMs,
    signal: job.signal,
  });
  return judge(outcome, limitMs);
}

/**
 * The version in the output of `k6 version`, `NAME v2.2.0 (commit/0123456789, go1.26.8, linux/amd64)`, where NAME is
 * the file's own and may hold a version of its own, and the commit may be missing (k6 v2.2.0,
 * internal/cmd/version.go). Undefined for any other text.
 */
export function parseK6Version(output: string): string | undefined {
  return /\s(v\d+\.\d+\.\d+\S*) \([^()\n]{0,200}\bgo\d/.exec(output)?.[1];
}

async function whyNotRunnable(path: string): Promise<string | undefined> {
  try {
    if (!(await stat(path)).isFile()) return 'is not a file';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT'
      ? 'does not exist'
      : `cannot be read (${codeOf(error)})`;
  }
  return access(path, constants.X_OK).then(
    () => undefined,
    () => 'is not executable',
  );
}

function judge(outcome: Outcome, limitMs: number): Checked {
  if (outcome.ended === 'not-started') return { ok: false, why: `cannot be started (${outcome.errorCode})` };
  if (outcome.ended === 'timeout')
    return { ok: false, why: `did not answer \`version\` within ${limitMs / 1000} s` };
  const version = parseK6Version(outcome.output);
  if (version === undefined)
    return { ok: false, why: `does not answer \`version\` as k6 does (${shown(outcome)})` };
  if (!isWanted(version)) return { ok: false, why: `is k6 ${version}, and ${K6_WANTED} is needed` };
  return { ok: true, version };
}

function isWanted(version: string): boolean {
  const minor = K6_VERSION.slice(0, K6_VERSION.lastIndexOf('.') + 1);
  return version.startsWith(minor);
}

function shown(outcome: { code: number | null; output: string }): string {
  const firstLine = outcome.output.trim().split('\n', 1)[0] ?? '';
  // JSON escapes control characters, which would garble a terminal.
  const text =
    firstLine === '' ? 'it printed nothing' : `it printed ${JSON.stringify(firstLine.slice(0, 80))}`;
  return `${text}, ${outcome.code === null ? 'and crashed' : `exit code ${outcome.code}`}`;
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}
