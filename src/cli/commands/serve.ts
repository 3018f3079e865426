import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { EXIT } from '../../errors.ts';
import { faultEnv } from '../../plan/faults.ts';
import { PROJECT_ROOT } from '../../root.ts';
import { type LedgerEntry, openLedger } from '../../sandbox/ledger/ledger.ts';
import { startTicks } from '../../sandbox/process/identity.ts';
import type { Invocation } from './commands.ts';

const BUNDLE = join(PROJECT_ROOT, 'dist', 'target', 'main.mjs');

/** Runs the reference service in a process of its own, with our environment and the faults named, until it ends or Ctrl-C. */
export async function serve({ options }: Invocation, interrupted: AbortSignal): Promise<number> {
  const env = options.faults.length === 0 ? process.env : { ...process.env, ...faultEnv(options.faults) };
  const ledger = openLedger({ id: 'serve', folder: '' });
  const child = spawn(process.execPath, [BUNDLE], { stdio: 'inherit', env });
  await once(child, 'spawn');
  const pid = child.pid ?? Number.NaN;
  const entry: LedgerEntry = { kind: 'process', pid, startTicks: startTicks(pid) ?? 0, group: false };
  ledger.add(entry);
  interrupted.addEventListener('abort', () => child.kill('SIGTERM'));
  const [code] = (await once(child, 'exit')) as [number | null];
  ledger.remove(entry);
  ledger.close();
  return code ?? EXIT.unknown;
}
