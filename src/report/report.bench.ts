/**
 * What the report of an eight-hour soak costs: `npm run bench:report`. Apart from the tests, which must not depend on how
 * fast a machine is; its aims are 2 s and 300 MB on a machine with nothing else to do.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { storeLongRun } from './long-run.fixture.ts';
import { report } from './report.ts';

const SECONDS = 8 * 3600;
const stored = process.argv[2];

if (stored === undefined) {
  const folder = mkdtempSync(join(tmpdir(), 'burstbox-bench-'));
  try {
    storeLongRun(folder, SECONDS);
    // In a process of its own, whose memory then is that of the report alone.
    const words = ['--import', 'tsx', fileURLToPath(import.meta.url), folder];
    process.exitCode = spawnSync(process.execPath, words, { stdio: 'inherit' }).status ?? 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
} else {
  const startedAt = performance.now();
  const { user, system } = process.cpuUsage();
  const path = report(stored);
  const cpu = process.cpuUsage({ user, system });
  const figures = [
    `${Math.round(performance.now() - startedAt)} ms`,
    `${Math.round((cpu.user + cpu.system) / 1000)} ms of CPU`,
    `${Math.round(process.resourceUsage().maxRSS / 1024)} MiB at most`,
    `${Math.round(statSync(path).size / 1024)} KiB of HTML`,
  ];
  process.stdout.write(`report of ${SECONDS / 3600} h: ${figures.join(', ')}\n`);
}
