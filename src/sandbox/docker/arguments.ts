import { MAX_TASKS } from '../../store/records/records.ts';
import { CPU_PERIOD_US, cpuQuotaUs, memoryAndSwapBytes } from '../limit.ts';
import type { ServiceSpec } from '../sandbox.ts';

/** On every container of ours, with the service's name as value: the sweep removes no container without it. */
export const CONTAINER_LABEL = 'burstbox.service';

/**
 * Arguments of `docker create`, and the environment that the CLI needs for them: values of variables are handed over
 * by name, because a command line can be read by every user of the machine.
 * @param hostNetwork whether the engine shares the host's network; otherwise $PORT is published on 127.0.0.1
 */
export function createArguments(
  spec: ServiceSpec,
  image: string,
  hostNetwork: boolean,
): { args: string[]; env: NodeJS.ProcessEnv } {
  const [program, ...rest] = spec.command;
  const args = [
    'create',
    ...['--name', spec.name, '--label', `${CONTAINER_LABEL}=${spec.name}`],
    // What is missing is to be said, not downloaded in the middle of a measurement.
    ...['--pull', 'never', '--restart', 'no'],
    // The output goes to our file only; the engine's own copy would grow on disk, and be written inside the measurement.
    ...['--log-driver', 'none'],
    // As pid 1 a service ignores signals that it has no handler for, its own abort() included; an init keeps them usual.
    '--init',
    ...limitArguments(spec),
    ...['--security-opt', 'no-new-privileges'],
    ...networkArguments(spec, hostNetwork),
    ...Object.entries(spec.env).flatMap(([name, value]) => [
      '--env',
      readByCli(name) ? `${name}=${value}` : name,
    ]),
    ...(program === undefined ? [image] : ['--entrypoint', program, image, ...rest]),
  ];
  const handedOver = Object.entries(spec.env).filter(([name]) => !readByCli(name));
  return { args, env: { ...process.env, ...Object.fromEntries(handedOver) } };
}

/** As period and quota and not as --cpus, which refuses more CPUs than the machine has. */
function limitArguments({ limits }: ServiceSpec): string[] {
  return [
    ...['--cpu-period', String(CPU_PERIOD_US), '--cpu-quota', String(cpuQuotaUs(limits.cpus))],
    ...[
      '--memory',
      String(limits.memoryBytes),
      '--memory-swap',
      String(memoryAndSwapBytes(limits.memoryBytes)),
    ],
    ...['--pids-limit', String(MAX_TASKS)],
  ];
}

/** The host's network leaves address translation out of the measurement and keeps the load on loopback. */
function networkArguments({ env }: ServiceSpec, hostNetwork: boolean): string[] {
  if (hostNetwork) return ['--network', 'host'];
  return env.PORT === undefined ? [] : ['--publish', `127.0.0.1:${env.PORT}:${env.PORT}`];
}

/** Variables that would change the CLI itself (or the shell it is run by) when they are in its environment; no secrets. */
function readByCli(name: string): boolean {
  return /^(PATH|HOME|BASH_ENV|SHELLOPTS|BASHOPTS|DOCKER_.*|LD_.*)$/.test(name);
}
