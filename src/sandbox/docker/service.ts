import { constants } from 'node:os';
import type { ServiceExit } from '../../store/records/records.ts';
import { readText } from '../cgroup/kernel-file.ts';
import { cgroupReader } from '../cgroup/reader.ts';
import { cpuLimit, noCpuLimit } from '../cpu-limit.ts';
import { processReader } from '../process/reader.ts';
import { processTree } from '../process/tree.ts';
import { settlesWithin } from '../process/wait.ts';
import type { Readings } from '../readings.ts';
import type { Service } from '../sandbox.ts';
import { docker, dockerUnbounded } from './cli.ts';
import { type Container, inspectContainer, type StartedContainer } from './container.ts';
import { dockerStats } from './stats.ts';
import { updateCpus } from './update.ts';

/** What the engine needs after the end of a container, on top of the grace. */
const STOP_MARGIN_MS = 30_000;

/**
 * @param cpus its CPU limit; undefined where the engine enforces none
 * @param remove takes the container and its ledger entry away
 */
export function containerService(
  name: string,
  started: StartedContainer,
  cpus: number | undefined,
  remove: () => Promise<void>,
): Service {
  const pid = visiblePid(started.container);
  const readHost = pid === undefined ? undefined : hostReader(pid, started.container);
  const limit = cpus === undefined ? undefined : cpuLimit(cpus);
  let oomKills = 0;
  let over = false;
  const exited = started.detached.then(() => {
    over = true;
    return exitOf(name, started.startedAtMs, pid !== undefined, () => oomKills > 0);
  });
  return {
    pid,
    exited,
    async stats() {
      if (over) return {};
      const asked = limit?.read();
      const readings = readHost === undefined ? await dockerStats(name) : readHost();
      oomKills = Math.max(oomKills, readings.cgroup_oom_kills_total ?? 0);
      // One that changed while the engine was asked may have been read back before or after.
      return asked?.box_cpu_limit === limit?.read().box_cpu_limit ? { ...readings, ...asked } : readings;
    },
    async limit(cpus) {
      if (limit === undefined) return await noCpuLimit('this engine enforces none');
      await limit.change(cpus, () => updateCpus(name, cpus));
    },
    async stop(graceMs) {
      // Sends the image's stop signal, SIGTERM unless the image says otherwise.
      await docker(['stop', '-t', String(Math.ceil(graceMs / 1000)), name], {
        timeout: graceMs + STOP_MARGIN_MS,
      });
      await settlesWithin(STOP_MARGIN_MS, exited);
      await remove();
    },
  };
}

/**
 * The pid is one of the engine's machine. It is ours too if that process is in the control group of this container, or, of an
 * engine without control groups, has its files of names mounted.
 */
export function visiblePid(container: Container): number | undefined {
  const { Id, State } = container;
  if (State.Pid === 0) return undefined;
  const isHere =
    hasOwnGroup(container) || (readText(`/proc/${State.Pid}/mountinfo`)?.includes(`/${Id}/`) ?? false);
  return isHere ? State.Pid : undefined;
}

/** Without it the container's processes are in the group of the engine, whose numbers are not theirs. */
export function hasOwnGroup({ Id, State }: Container): boolean {
  return readText(`/proc/${State.Pid}/cgroup`)?.includes(Id) ?? false;
}

function hostReader(pid: number, container: Container): () => Readings {
  try {
    if (!hasOwnGroup(container)) return processReader(pid, () => processTree(pid));
    const group = cgroupReader(pid);
    const readProcesses = processReader(pid, () => group.members());
    return () => ({ ...group.read(), ...readProcesses() });
  } catch {
    // It has just ended.
    return () => ({});
  }
}

/** Shells and engines report death by signal N as exit code 128 + N. */
const SIGNAL_BASE = 128;

async function exitOf(
  name: string,
  startedAtMs: number,
  sameMachine: boolean,
  sawOomKill: () => boolean,
): Promise<ServiceExit> {
  // Returns at once, except when only the attached CLI has ended and the container still runs.
  await dockerUnbounded(['wait', name]);
  const heardAtMs = Date.now();
  const state = await inspectContainer(name).then(
    (container) => container?.State,
    () => undefined,
  );
  const saidAtMs = sameMachine ? Date.parse(state?.FinishedAt ?? '') : Number.NaN;
  // An engine under load tells of an end seconds later; one with a clock of its own says nothing that we could use.
  const atMs = saidAtMs >= startedAtMs && saidAtMs <= heardAtMs ? saidAtMs : heardAtMs;
  const signal = signalOf(state?.ExitCode);
  const code = signal === null ? (state?.ExitCode ?? null) : null;
  const oomKilled = state?.OOMKilled === true || sawOomKill() || (await sawOomEvent(name, startedAtMs));
  return { code, signal, oomKilled, atMs };
}

export function signalOf(exitCode: number | undefined): string | null {
  const number = (exitCode ?? 0) - SIGNAL_BASE;
  return Object.entries(constants.signals).find(([, value]) => value === number)?.[0] ?? null;
}

/** The engine hears of a kill and of the exit in any order; State.OOMKilled misses the kill that comes second. */
export async function sawOomEvent(name: string, startedAtMs: number): Promise<boolean> {
  const seconds = (ms: number) => (ms / 1000).toFixed(3);
  const span = ['--since', seconds(startedAtMs), '--until', seconds(Date.now())];
  const filters = ['--filter', `container=${name}`, '--filter', 'event=oom'];
  const events = await docker(['events', ...span, ...filters, '--format', '{{.Action}}']);
  return events.stdout.includes('oom');
}
