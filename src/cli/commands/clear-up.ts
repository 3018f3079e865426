import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { isNothing, leftIn } from '../../cleanup/stored-notes.ts';
import { cleanupCommand, leftText } from '../../cleanup/words.ts';
import { reason } from '../../errors.ts';
import { judge } from '../../judge/judge.ts';
import type { LedgerEntry } from '../../ledger/ledger.ts';
import { report } from '../../report/report.ts';
import { PROGRAM } from '../../root.ts';
import { clearFiles } from '../../run/clear-files.ts';
import { CONSOLE_FILE, keepConsole } from '../../run/drive/console.ts';
import { sweep } from '../../sandbox/clear-up/sweep.ts';
import type { RunRecord } from '../../store/records/records.ts';
import { FILES, foldersWith, readRecord, storedFolders, writeRecord } from '../../store/store.ts';
import { plainLines } from '../../text/plain-text.ts';

/** Removes what runs that died have left, says so on stderr, and gives their results an end. */
export async function clearUp(): Promise<void> {
  for (const { run, removed, troubles } of await sweep()) {
    for (const trouble of troubles) say(trouble);
    if (run === undefined) continue;
    const isRun = run.folder !== '';
    if (isRun || removed.length > 0)
      say(`${isRun ? `run ${run.id}` : 'a command'} had died; ${removedText(removed)}`);
    if (isRun) await attemptEnd(run.folder);
  }
}

function removedText(removed: LedgerEntry[]): string {
  const kinds = new Set(removed.map(({ kind }) => KINDS[kind]));
  return kinds.size === 0 ? 'it left nothing behind' : `removed ${[...kinds].join(', ')}`;
}

const KINDS: Record<LedgerEntry['kind'], string> = {
  process: 'process',
  marked: 'process',
  container: 'container',
  compose: 'compose project',
  cgroup: 'control group',
  folder: 'folder',
  results: 'empty results folder',
  draft: 'half-written file',
  aside: 'half-replaced baseline',
};

/** An old run that cannot be written must not keep today's command from running. */
async function attemptEnd(folder: string): Promise<void> {
  try {
    await endRun(folder);
  } catch (error) {
    say(reason(error));
  }
}

async function endRun(folder: string): Promise<void> {
  if (existsSync(join(folder, FILES.campaign))) {
    const name = relative('', folder);
    say(
      `it can go on with \`${PROGRAM} capacity --resume ${name}\`; to remove what it stored: ${PROGRAM} cleanup ${name}`,
    );
    return;
  }
  const path = join(folder, FILES.run);
  const run = readRecord<RunRecord>('run', path);
  if (run?.state !== 'running') return;
  writeRecord(path, { ...run, state: 'interrupted' });
  for (const scenario of foldersWith(folder, CONSOLE_FILE)) {
    await keepConsole(scenario, false);
    clearFiles(scenario);
  }
  judge(folder);
  report(folder);
  sayLeft(folder, run);
}

/** What a service of ours stored has gone with it, as far as we know. */
function sayLeft(folder: string, { seed, target }: RunRecord): void {
  const left = leftIn(storedFolders(folder), seed);
  if (target.startedByUs || isNothing(left)) return;
  say(`${leftText(left)} may be left at ${target.baseUrl}; to remove them: ${cleanupCommand(folder)}`);
}

function say(line: string): void {
  process.stderr.write(plainLines([`burstbox: ${line}`]));
}
