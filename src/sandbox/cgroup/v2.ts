import { accessSync, constants, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BurstboxError, reason } from '../../errors.ts';
import { type Limits, MAX_TASKS } from '../../store/records/records.ts';
import { CPU_PERIOD_US, cpuQuotaUs } from '../limit.ts';
import { type CgroupHierarchy, type ControlGroup, procsFile } from './group.ts';
import { readText } from './kernel-file.ts';
import { goBackFrom, makeRoom } from './make-room.ts';
import { readV2 } from './read-v2.ts';

/** Without these no limit holds; the other controllers only add readings. */
const NEEDED = ['cpu', 'memory'];
const ALSO_USED = ['pids', 'io'];

/** Where the processes of a group are: a group that hands on controllers may have none itself. */
const INNER = 'service';

/**
 * Control groups of version 2 (kernel: Documentation/admin-guide/cgroup-v2.rst). New groups go below the nearest of
 * our ancestors that may hand on the cpu and the memory controller. Our own group usually may not, because it has
 * processes ("no internal process constraint"); for a user in a delegated slice an ancestor does, root can always
 * use the top, and in a namespace of its own once it has moved out of it.
 * @param own our folder
 * @throws BurstboxError('sandbox') with why not, for each ancestor
 */
export function hierarchyV2(own: string): CgroupHierarchy {
  goBackFrom(own);
  const refusals: string[] = [];
  for (let folder = own; isGroup(folder); folder = dirname(folder)) {
    try {
      return below(folder, []);
    } catch (thrown) {
      refusals.push(`${folder}: ${reason(thrown)}`);
    }
  }
  throw new BurstboxError(
    'sandbox',
    `cgroup v2 does not allow groups with limits here (${refusals.join('; ')}); in a container this needs --privileged; or use docker`,
    { refusals },
  );
}

/**
 * New groups in this one.
 * @param approach see CgroupHierarchy
 * @throws when it cannot hand on the controllers
 */
export function below(folder: string, approach: string[]): CgroupHierarchy {
  const missing = missingControllers(folder);
  if (missing.length > 0) throw new Error(`has no ${missing.join(' and ')} controller`);
  accessSync(folder, constants.W_OK);
  if (!isGroup(dirname(folder))) makeRoom(folder);
  handOn(folder);
  return { version: 2, approach, group: (name) => groupV2(join(folder, name)) };
}

/** Those of the needed controllers that are not there. */
export function missingControllers(folder: string): string[] {
  const has = words(join(folder, 'cgroup.controllers'));
  return NEEDED.filter((controller) => !has.includes(controller));
}

function isGroup(folder: string): boolean {
  return existsSync(join(folder, 'cgroup.controllers'));
}

/**
 * Groups below `folder` have the controllers from now on. It stays so afterwards: other groups may have come to use it, and
 * to hand on a controller limits nothing.
 */
function handOn(folder: string): void {
  const has = words(join(folder, 'cgroup.controllers'));
  const handedOn = words(join(folder, 'cgroup.subtree_control'));
  const lacks = (controller: string) => has.includes(controller) && !handedOn.includes(controller);
  const write = (controllers: string[]) =>
    writeFileSync(join(folder, 'cgroup.subtree_control'), controllers.map((name) => `+${name}`).join(' '));
  if (NEEDED.some(lacks)) write(NEEDED.filter(lacks));
  for (const controller of ALSO_USED.filter(lacks)) {
    try {
      write([controller]);
    } catch {
      // It only adds readings.
    }
  }
}

function words(path: string): string[] {
  return (readText(path) ?? '').split(/\s+/);
}

/**
 * Two groups, one in the other: the limits on the outer one, the processes in the inner one. Because the outer one hands
 * on its controllers, the kernel refuses to take them away from it (EBUSY). systemd would do so: in a slice of its own it
 * switches off what none of the units that it knows of needs, whenever one of them comes, goes or changes.
 */
function groupV2(folder: string): ControlGroup {
  const inner = join(folder, INNER);
  return {
    folders: [folder],
    entrances: [procsFile(inner)],
    create(limits) {
      mkdirSync(folder);
      writeLimits(folder, limits);
      handOn(folder);
      mkdirSync(inner);
    },
    limit: (cpus) => writeCpuLimit(folder, cpus),
    read: () => readV2(folder),
  };
}

function writeLimits(folder: string, { cpus, memoryBytes }: Limits): void {
  writeCpuLimit(folder, cpus);
  writeFileSync(join(folder, 'memory.max'), String(memoryBytes));
  for (const [file, value] of [
    ['memory.swap.max', 0],
    ['pids.max', MAX_TASKS],
  ] as const) {
    // Not there without swap accounting, or where the pids controller is not handed on.
    if (existsSync(join(folder, file))) writeFileSync(join(folder, file), String(value));
  }
}

function writeCpuLimit(folder: string, cpus: number): void {
  writeFileSync(join(folder, 'cpu.max'), `${cpuQuotaUs(cpus)} ${CPU_PERIOD_US}`);
}
