/** What was run, on what, with what. */
import { quote } from 'zx/core';
import { PROGRAM } from '../../root.ts';
import type { RunRecord } from '../../store/records/records.ts';
import { clockText } from '../../text/numbers.ts';

export function reproduceSection(run: RunRecord): string[] {
  const { version, gitCommit, gitDirty } = run.burstbox;
  const commit =
    gitCommit === undefined ? '' : `, commit ${gitCommit}${gitDirty ? ' with local changes' : ''}`;
  const length =
    run.finishedAtMs === undefined ? '' : `, took ${clockText((run.finishedAtMs - run.startedAtMs) / 1000)}`;
  const lines = [
    '```',
    `${PROGRAM} ${run.argv.map(quote).join(' ')}`,
    '```',
    `- burstbox ${version}${commit}; k6 ${run.k6.version} (${run.k6.source}); seed ${run.seed}`,
    `- ${run.machine.os} ${run.machine.arch}, ${run.machine.cores} cores, ${run.machine.memoryMib} MiB, Node ${run.machine.node}`,
    `- run ${run.id}, started ${new Date(run.startedAtMs).toISOString()}${length}`,
  ];
  return [`## How to reproduce\n\n${lines.join('\n')}`];
}
