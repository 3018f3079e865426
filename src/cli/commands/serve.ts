import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { EXIT } from '../../errors.ts';
import { MARK, noteIntent } from '../../ledger/marked-processes.ts';
import { ownLedger, tempFolder } from '../../ledger/own.ts';
import { faultEnv } from '../../plan/faults.ts';
import { PROJECT_ROOT } from '../../root.ts';
import type { Invocation } from './commands.ts';

const BUNDLE = join(PROJECT_ROOT, 'dist', 'target', 'main.mjs');

/** Runs the reference service in a process of its own, with our environment and the faults named, until it ends or Ctrl-C. */
export async function serve({ options }: Invocation, interrupted: AbortSignal): Promise<number> {
  const mark = `burstbox-serve-${randomUUID()}`;
  const forget = noteIntent(ownLedger, mark);
  // The service makes one itself where none is named, which nobody would know of if both of us were killed.
  const data = process.env.DATA_DIR ? undefined : tempFolder('data');
  try {
    const child = spawn(process.execPath, [BUNDLE], {
      stdio: 'inherit',
      env: {
        ...process.env,
        ...(options.faults.length === 0 ? {} : faultEnv(options.faults)),
        ...(data === undefined ? {} : { DATA_DIR: data.path }),
        [MARK]: mark,
      },
    });
    interrupted.addEventListener('abort', () => child.kill('SIGTERM'));
    const [code] = (await once(child, 'exit')) as [number | null];
    // Of a service that could not start 1 is no verdict.
    return code === null || code === EXIT.critical ? EXIT.unknown : code;
  } finally {
    data?.remove();
    forget();
  }
}
