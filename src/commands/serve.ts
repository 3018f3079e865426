import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Invocation } from '../commands.ts';
import { EXIT } from '../errors.ts';
import { faultEnv } from '../faults.ts';
import { PROJECT_ROOT } from '../root.ts';

/** Runs the reference service in a process of its own, with our environment and the faults named, until it ends or Ctrl-C. */
export async function serve({ options }: Invocation, interrupted: AbortSignal): Promise<number> {
  const bundle = join(PROJECT_ROOT, 'dist', 'target', 'main.mjs');
  const env = options.faults.length === 0 ? process.env : { ...process.env, ...faultEnv(options.faults) };
  const child = spawn(process.execPath, [bundle], { stdio: 'inherit', env });
  interrupted.addEventListener('abort', () => child.kill('SIGTERM'));
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? EXIT.unknown;
}
