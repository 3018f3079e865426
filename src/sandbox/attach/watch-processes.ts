/** A service that runs already, as the pipeline knows services: readings and its end, but nothing that would change it. */

import { isAlive, startTicks } from '../../ledger/identity.ts';
import type { ServiceExit, Watched } from '../../store/records/records.ts';
import { readLocation } from '../cgroup/reader.ts';
import { noCpuLimit } from '../cpu-limit.ts';
import type { Container } from '../docker/container.ts';
import { hasOwnGroup } from '../docker/service.ts';
import { processReader } from '../process/reader.ts';
import { processTree } from '../process/tree.ts';
import type { Readings } from '../readings.ts';
import type { Service } from '../sandbox.ts';
import type { Attachment } from './attach.ts';
import { containerEnd } from './container-end.ts';
import { ourOwn } from './holders.ts';
import { commandName } from './named-process.ts';
import { type OwnGroup, ownGroup } from './own-group.ts';

/** Between two looks at whether it lives: a look takes microseconds, and its death is dated by it. */
const LOOK_MS = 100;

/**
 * @param roots the first process of each tree of the service, mostly one
 * @param container the container that they are in, where the engine knows of one
 */
export function watchProcesses(roots: number[], container: Container | undefined): Attachment {
  const identities = roots.flatMap((pid) => {
    const start = startTicks(pid);
    return start === undefined ? [] : [{ pid, start }];
  });
  const lives = () => identities.some(({ pid, start }) => isAlive(pid, start));
  const [first = 0] = roots;
  const group = ownGroup(first, treesOf(roots), container !== undefined && hasOwnGroup(container));
  return {
    watched: describe(first, container, group),
    isAlive: lives,
    open: () => serviceOf(roots, container, group, lives),
  };
}

function describe(pid: number, container: Container | undefined, group: OwnGroup | undefined): Watched {
  const command = commandName(pid);
  const hasLimits = group !== undefined && Object.keys(group.limits).length > 0;
  return {
    pid,
    ...(command === undefined ? {} : { command }),
    ...(container === undefined ? {} : { container: container.Name.replace(/^\//, '') }),
    ...(hasLimits ? { limits: group.limits } : {}),
  };
}

function serviceOf(
  roots: number[],
  container: Container | undefined,
  group: OwnGroup | undefined,
  lives: () => boolean,
): Service {
  const [first = 0] = roots;
  const isAlone = container !== undefined && hasOwnGroup(container);
  const members = () => (isAlone && group !== undefined ? group.members() : treesOf(roots));
  const readProcesses = processReader(first, members);
  const readGroup = (): Readings => (group === undefined ? {} : readLocation(group.location));
  const startedAtMs = Date.now();
  const killsBefore = readGroup().cgroup_oom_kills_total ?? 0;
  let killsSeen = killsBefore;
  const read = (): Readings => {
    const readings = { ...readGroup(), ...readProcesses() };
    killsSeen = Math.max(killsSeen, readings.cgroup_oom_kills_total ?? 0);
    return readings;
  };
  const death = lookout(lives);
  const exited = death.seen.then(async (atMs): Promise<ServiceExit> => {
    killsSeen = Math.max(killsSeen, readGroup().cgroup_oom_kills_total ?? 0);
    const end =
      container === undefined
        ? { code: null, signal: null, oomKilled: false }
        : await containerEnd(container, startedAtMs);
    return { ...end, oomKilled: end.oomKilled || killsSeen > killsBefore, atMs };
  });
  return {
    pid: first,
    exited,
    stats: async () => (death.isSeen() ? {} : read()),
    limit: notOurs,
    stop: async () => death.look(),
  };
}

/** What we did not put into a box we put no limits on. */
export function notOurs(): Promise<never> {
  return noCpuLimit('the service was already running, in no box of burstbox; let burstbox start it');
}

interface Lookout {
  /** When it was first seen that it lives no more. */
  seen: Promise<number>;
  isSeen(): boolean;
  /** Looks a last time. */
  look(): void;
}

function lookout(lives: () => boolean): Lookout {
  let isSeen = false;
  let livedAtMs = Date.now();
  const { promise, resolve } = withResolvers<number>();
  const look = (isLast: boolean) => {
    if (isSeen) return;
    if (lives()) livedAtMs = Date.now();
    else {
      isSeen = true;
      resolve(isLast ? livedAtMs : Date.now());
    }
    if (isSeen || isLast) clearInterval(timer);
  };
  const timer = setInterval(() => look(false), LOOK_MS);
  return { seen: promise, isSeen: () => isSeen, look: () => look(true) };
}

function withResolvers<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

/** Workers behind one port are one service. */
function treesOf(roots: number[]): number[] {
  const own = ourOwn();
  return [...new Set(roots.flatMap(processTree))].filter((pid) => !own.has(pid));
}
