/** The limits of the box, on a container that compose has made. */
import { BurstboxError } from '../../errors.ts';
import type { Enforcement, Limits } from '../../store/records/records.ts';
import { MAX_TASKS } from '../../store/records/records.ts';
import { complaint } from '../docker/cli.ts';
import type { Container } from '../docker/container.ts';
import { update } from '../docker/update.ts';
import { cpuQuotaUs, memoryAndSwapBytes } from '../limit.ts';
import type { ComposeProject } from './project.ts';

const NANO = 1e9;

/** Before its start, so that not even its first second is without limits; what the engine cannot limit is left out. */
export async function limit(
  id: string,
  { cpus, memoryBytes }: Limits,
  enforces: Enforcement,
  { service }: ComposeProject,
): Promise<void> {
  if (!enforces.cpu && !enforces.memory) return;
  const memory = ['--memory', String(memoryBytes), '--memory-swap', String(memoryAndSwapBytes(memoryBytes))];
  const rest = [...(enforces.memory ? memory : []), '--pids-limit', String(MAX_TASKS)];
  const output = await update(id, enforces.cpu ? cpus : undefined, rest);
  if (output.exitCode === 0) return;
  throw new BurstboxError(
    'sandbox',
    `the limits could not be applied to ${service}: ${complaint(output)}; take its own limits out of the compose file`,
    { service },
  );
}

/** @throws BurstboxError sandbox when the engine has not kept the limits */
export function refuseUnlimited(
  { HostConfig }: Container,
  { cpus, memoryBytes }: Limits,
  enforces: Enforcement,
  { service }: ComposeProject,
): void {
  const { Memory, CpuQuota, NanoCpus } = HostConfig;
  const hasCpu = !enforces.cpu || CpuQuota === cpuQuotaUs(cpus) || Math.abs(NanoCpus / NANO - cpus) < 1e-3;
  if (hasCpu && (!enforces.memory || Memory === memoryBytes)) return;
  throw new BurstboxError(
    'sandbox',
    `the engine did not keep the limits of ${service} (memory ${Memory} of ${memoryBytes} bytes); take its own limits out of the compose file`,
    { service, Memory, CpuQuota, NanoCpus },
  );
}
