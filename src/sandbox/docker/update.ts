/** Limits of a container that is there already, by `docker update`. */
import type { ProcessOutput } from 'zx/core';
import { BurstboxError } from '../../errors.ts';
import { CPU_PERIOD_US, cpuQuotaUs } from '../limit.ts';
import { complaint, docker } from './cli.ts';

/** @throws BurstboxError('sandbox') with the engine's words when it refuses */
export async function updateCpus(name: string, cpus: number): Promise<void> {
  const output = await update(name, cpus, []);
  if (output.exitCode !== 0)
    throw new BurstboxError('sandbox', `docker update: ${complaint(output)}`, { name });
}

/**
 * @param cpus undefined: stays as it is @param rest other flags of `docker update`
 * @returns what the engine said; it never rejects
 */
export async function update(
  container: string,
  cpus: number | undefined,
  rest: string[],
): Promise<ProcessOutput> {
  if (cpus === undefined) return await docker(['update', ...rest, container]);
  const quota = ['--cpu-period', String(CPU_PERIOD_US), '--cpu-quota', String(cpuQuotaUs(cpus))];
  const output = await docker(['update', ...quota, ...rest, container]);
  // What was made with `cpus` has it set in another unit, which cannot be changed into this one.
  const isOtherUnit = output.exitCode !== 0 && /NanoCPUs/i.test(output.stderr);
  return isOtherUnit ? await docker(['update', '--cpus', String(cpus), ...rest, container]) : output;
}
