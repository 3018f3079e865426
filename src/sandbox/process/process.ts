import { noCpuLimit } from '../cpu-limit.ts';
import type { Driver, Probe, Service } from '../sandbox.ts';
import { startHostChild } from './host-child.ts';
import { processReader } from './reader.ts';
import { processTree } from './tree.ts';

/** The driver of last resort: a plain child process. It measures like the others and enforces nothing. */
export async function probeProcess(): Promise<Probe> {
  if (process.platform !== 'win32') return { ok: true, driver: processDriver };
  // Without process groups a service's children would outlive it.
  return { ok: false, name: 'process', why: 'Windows has no process groups; use docker' };
}

const processDriver: Driver = {
  name: 'process',
  enforces: { cpu: false, memory: false },
  about: 'plain process',
  async start(spec, ledger): Promise<Service> {
    const child = await startHostChild(spec, ledger);
    const read = processReader(child.pid, () => processTree(child.pid));
    return {
      pid: child.pid,
      // Nobody limits it, so nobody kills it for its limit; a machine out of memory is seen in host_memory_available_bytes.
      exited: child.ended.then((ended) => ({ ...ended, oomKilled: false })),
      stats: async () => read(),
      limit: () => noCpuLimit('a plain process has none; use --sandbox docker or cgroup'),
      stop: child.end,
    };
  },
};
