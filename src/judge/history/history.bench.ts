/**
 * What a million operations cost, read from disk and checked: `npm run bench:history`. Apart from the tests, which must not
 * depend on how fast a machine is; its aims are 3 s and 500 MB on a machine with nothing else to do.
 */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FILES } from '../../store/store.ts';
import { checkHistory } from './check.ts';
import { readHistory } from './read-history.ts';
import { simulate } from './simulate-fixtures.ts';

/** Each of 10 clients on 5 datasets, some reads and writes a second, for hours. */
const BLOCKS = 100;
const OPERATIONS_OF_A_CLIENT = 1000;
const stored = process.argv[2];

if (stored === undefined) {
  const folder = mkdtempSync(join(tmpdir(), 'burstbox-bench-'));
  try {
    const path = join(folder, FILES.history);
    writeHistory(path);
    // In a process of its own, whose memory then is that of the checker alone.
    const words = ['--import', 'tsx', fileURLToPath(import.meta.url), path];
    process.exitCode = spawnSync(process.execPath, words, { stdio: 'inherit' }).status ?? 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
} else {
  const startedAt = performance.now();
  const before = process.cpuUsage();
  const history = readHistory(stored);
  const readAt = performance.now();
  const violations = history === undefined ? [] : checkHistory(history).violations;
  const cpu = process.cpuUsage(before);
  const figures = [
    `read in ${Math.round(readAt - startedAt)} ms, checked in ${Math.round(performance.now() - readAt)} ms`,
    `${Math.round((cpu.user + cpu.system) / 1000)} ms of CPU`,
    `${Math.round(process.resourceUsage().maxRSS / 1024)} MiB at most`,
    `${Math.round(statSync(stored).size / 1024 / 1024)} MiB of history`,
    `${violations.length} anomalies`,
  ];
  process.stdout.write(`${history?.count} operations: ${figures.join(', ')}\n`);
}

/** Blocks of the same five keys would not fit together, so that each has keys of its own. */
function writeHistory(path: string): void {
  const file = openSync(path, 'w');
  for (let block = 0; block < BLOCKS; block++) {
    const records = simulate({ seed: block, clients: 10, keys: 5, operations: OPERATIONS_OF_A_CLIENT });
    const lines = records.map((record) =>
      JSON.stringify({
        ...record,
        k: `bb-1a2b-b${block}-${record.k}`,
        ...(record.x === undefined ? {} : { x: `${block}-${record.x}` }),
      }),
    );
    writeSync(file, `${lines.join('\n')}\n`);
  }
  closeSync(file);
}
