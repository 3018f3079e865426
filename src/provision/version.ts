/** Whether a file is a tool that burstbox can use. */
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { gettingReady, type Job } from './job.ts';
import { type Outcome, runProgram } from './program.ts';
import type { Tool } from './tool.ts';

/** `version` is as the tool writes it, such as `v2.2.0`; `why` follows a name: `is not executable`. */
export type Checked = { ok: true; version: string } | { ok: false; why: string };

/** Asks the file for its version; never rejects but for an abort. */
export async function check(
  path: string,
  job: Pick<Job, 'tool' | 'env' | 'signal' | 'patience'>,
): Promise<Checked> {
  const unusable = await whyNotRunnable(path);
  if (unusable !== undefined) return { ok: false, why: unusable };
  const limitMs = job.patience.versionMs;
  const outcome = await runProgram({
    file: path,
    args: [...job.tool.versionArgs],
    env: job.env,
    limitMs,
    doing: gettingReady(job),
    signal: job.signal,
  });
  return judge(outcome, job.tool, limitMs);
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

function judge(outcome: Outcome, tool: Tool, limitMs: number): Checked {
  const asked = `\`${tool.versionArgs.join(' ')}\``;
  if (outcome.ended === 'not-started') return { ok: false, why: `cannot be started (${outcome.errorCode})` };
  if (outcome.ended === 'timeout')
    return { ok: false, why: `did not answer ${asked} within ${limitMs / 1000} s` };
  const version = tool.readVersion(outcome.output);
  if (version === undefined)
    return { ok: false, why: `does not answer ${asked} as ${tool.name} does (${shown(outcome)})` };
  if (!tool.isWanted(version))
    return { ok: false, why: `is ${tool.name} ${version}, and ${tool.wanted} is needed` };
  return { ok: true, version };
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
