/** Other programs that take most of the machine's CPU for as long as a row is played. */
import { cpus, devNull } from 'node:os';
import { BurstboxError } from '../errors.ts';
import { ownLedger } from '../ledger/own.ts';
import { probeProcess } from '../sandbox/process/process.ts';
import type { Service } from '../sandbox/sandbox.ts';

/** Of all cores: on two of them one and a half. */
const SHARE = 0.75;
/** Nobody is held up for longer by one that is left behind. */
const LONGEST_MS = 300_000;
/** Busy for most of every 100 ms, so that any number of cores can be taken in part. */
const PROGRAM = `const end = Date.now() + ${LONGEST_MS}; const turn = () => { const now = Date.now();
  while (Date.now() < now + 100 * ${SHARE}); if (Date.now() < end) setTimeout(turn, 100 * (1 - ${SHARE})); }; turn();`;

/** @throws BurstboxError where no plain process can be started */
export async function besideBusyPrograms<T>(
  name: string,
  folder: string,
  play: () => Promise<T>,
): Promise<T> {
  const probe = await probeProcess();
  if (!probe.ok) throw new BurstboxError('sandbox', `no other programs can be started: ${probe.why}`);
  const others: Service[] = [];
  try {
    for (const index of cpus().keys())
      others.push(
        await probe.driver.start(
          {
            name: `${name}-${index}`,
            command: [process.execPath, '-e', PROGRAM],
            env: {},
            cwd: folder,
            limits: { cpus: 1, memoryBytes: 0 },
            logFile: devNull,
          },
          ownLedger,
        ),
      );
    return await play();
  } finally {
    await Promise.all(others.map((other) => other.stop(0)));
  }
}
