/**
 * What the verdict and the report of an eight-hour soak cost: `npm run bench:report`. Apart from the tests, which must not
 * depend on how fast a machine is; the aims are 3 s and 2 s, and 300 MB each, on a machine with nothing else to do.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { judge } from '../judge/judge.ts';
import { storeLongRun } from './long-run.fixture.ts';
import { report } from './report.ts';

const SECONDS = 8 * 3600;
const WORK = { judge, report };
const [name, stored = ''] = process.argv.slice(2);

if (name === undefined) {
  const folder = mkdtempSync(join(tmpdir(), 'burstbox-bench-'));
  try {
    storeLongRun(folder, SECONDS);
    for (const each of Object.keys(WORK)) {
      // In a process of its own, whose memory then is that of this work alone.
      const words = ['--import', 'tsx', fileURLToPath(import.meta.url), each, folder];
      process.exitCode ||= spawnSync(process.execPath, words, { stdio: 'inherit' }).status ?? 1;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
} else {
  const startedAt = performance.now();
  const { user, system } = process.cpuUsage();
  WORK[name as keyof typeof WORK](stored);
  const cpu = process.cpuUsage({ user, system });
  const figures = [
    `${Math.round(performance.now() - startedAt)} ms`,
    `${Math.round((cpu.user + cpu.system) / 1000)} ms of CPU`,
    `${Math.round(process.resourceUsage().maxRSS / 1024)} MiB at most`,
  ];
  process.stdout.write(`${name} of ${SECONDS / 3600} h: ${figures.join(', ')}\n`);
}
