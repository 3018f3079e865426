/** Whether k6 can have the connections that a load needs: what this machine allows, compared before anything is sent. */
import { readFileSync } from 'node:fs';
import { BurstboxError } from '../errors.ts';
import { peakLevel } from '../shared/load/shape.ts';
import type { ScenarioPlan } from '../store/records/records.ts';

export interface GeneratorLimits {
  /** Files that a process may open, the hard limit: Go raises the soft one to it. Absent where it cannot be read. */
  files?: number;
  /** Local ports for connections to one address, net.ipv4.ip_local_port_range. */
  ports?: number;
}

/** Its own files, pipes and libraries, and the API of k6; a VU holds one connection. */
const OWN_FILES = 50;

/** As Linux tells them (proc_pid_limits(5), ip(7)). */
export function generatorLimits(proc = '/proc'): GeneratorLimits {
  const files = /^Max open files\s+\S+\s+(\d+)/m.exec(read(`${proc}/self/limits`))?.[1];
  const [low, high] = read(`${proc}/sys/net/ipv4/ip_local_port_range`).trim().split(/\s+/).map(Number);
  return {
    ...(files === undefined ? {} : { files: Number(files) }),
    ...(low === undefined || high === undefined ? {} : { ports: high - low + 1 }),
  };
}

/** VUs for which descriptors and ports are enough; undefined when neither is known. */
export function mostVusHere({ files, ports }: GeneratorLimits): number | undefined {
  const most = Math.min(files === undefined ? Infinity : files - OWN_FILES, ports ?? Infinity);
  return Number.isFinite(most) ? Math.max(0, most) : undefined;
}

/** @throws BurstboxError machine when a load would run into a limit of k6, and tell nothing of the service */
export function refuseTooManyVus(scenarios: ScenarioPlan[], limits: GeneratorLimits): void {
  const { files = Infinity, ports = Infinity } = limits;
  for (const { name, legs, model } of scenarios) {
    // Of the open model the level is a rate; how many of its VUs are busy is for the service to say.
    const vus = model === 'open' ? 0 : peakLevel(legs);
    if (vus + OWN_FILES > files)
      throw new BurstboxError(
        'machine',
        `${name}: ${vus} VUs need ${vus + OWN_FILES} open files, but k6 may open only ${files} here; raise the limit first (\`ulimit -n 65536\`, as root where it is refused), or use fewer VUs (--vus)`,
        { vus, files },
      );
    if (vus > ports)
      throw new BurstboxError(
        'machine',
        `${name}: ${vus} VUs need a local port each, but this machine has only ${ports}; widen net.ipv4.ip_local_port_range, or use fewer VUs (--vus)`,
        { vus, ports },
      );
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
