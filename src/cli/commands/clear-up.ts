import { join } from 'node:path';
import { reason } from '../../errors.ts';
import { judge } from '../../judge/judge.ts';
import { report } from '../../report/report.ts';
import { sweep } from '../../sandbox/ledger/ledger.ts';
import type { RunRecord } from '../../store/records/records.ts';
import { FILES, readRecord, writeRecord } from '../../store/store.ts';

/** Removes what runs that died have left, says so on stderr, and gives their results an end. */
export async function clearUp(): Promise<void> {
  for (const { run, removed, troubles } of await sweep()) {
    for (const trouble of troubles) process.stderr.write(`burstbox: ${trouble}\n`);
    if (run === undefined) continue;
    const what =
      removed.length === 0
        ? 'nothing of it was left'
        : `removed ${removed.map(({ kind }) => kind).join(', ')}`;
    process.stderr.write(`burstbox: run ${run.id} had died; ${what}\n`);
    attemptEnd(run.folder);
  }
}

/** An old run that cannot be written must not keep today's command from running. */
function attemptEnd(folder: string): void {
  try {
    endRun(folder);
  } catch (error) {
    process.stderr.write(`burstbox: ${reason(error)}\n`);
  }
}

function endRun(folder: string): void {
  const path = join(folder, FILES.run);
  const run = readRecord<RunRecord>('run', path);
  if (run?.state !== 'running') return;
  writeRecord(path, { ...run, state: 'interrupted' });
  judge(folder);
  report(folder);
}
