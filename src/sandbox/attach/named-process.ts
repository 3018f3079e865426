import { readdirSync } from 'node:fs';
import { BurstboxError } from '../../errors.ts';
import { startTicks } from '../../ledger/identity.ts';
import { readText } from '../cgroup/kernel-file.ts';
import { ourOwn } from './holders.ts';

/**
 * A process that the user names.
 * @throws BurstboxError usage when it is not there, is burstbox itself, or may not be looked into
 */
export function namedProcess(pid: number): number {
  const why = whyNot(pid);
  if (why === undefined) return pid;
  throw new BurstboxError('usage', `--pid ${pid}: ${why}`, { pid });
}

function whyNot(pid: number): string | undefined {
  if (process.platform !== 'linux') return 'processes can be watched on Linux only; leave --pid out';
  if (startTicks(pid) === undefined)
    return 'there is no such process; name a running one, or leave --pid out';
  if (ourOwn().has(pid))
    return 'that is burstbox itself or the process that started it; name the process of the service';
  try {
    readdirSync(`/proc/${pid}/fd`);
    return undefined;
  } catch {
    return `this user may not inspect that process (${commandName(pid)}); run burstbox as its user, or leave --pid out`;
  }
}

/** The name of its program as the kernel has it, at most 15 characters; no arguments, which may be secrets. */
export function commandName(pid: number): string | undefined {
  return readText(`/proc/${pid}/comm`)?.trimEnd();
}
