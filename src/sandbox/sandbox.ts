/** Where a service runs, and under which limits. One driver a file in sandbox/. */
import type { SampleName } from '../contract/contract.ts';
import { BurstboxError } from '../errors.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Enforcement, Limits, ServiceExit } from '../store/records/records.ts';
import { probeCgroup } from './cgroup/cgroup.ts';
import { probeDocker } from './docker/docker.ts';
import { probeProcess } from './process/process.ts';

export type DriverName = 'docker' | 'cgroup' | 'process';

export interface ServiceSpec {
  /** Unique among all runs, `[a-z0-9-]`: names the container or control group. */
  name: string;
  /** argv; the first word is looked up on PATH (in docker: inside the image). Empty, in docker only: what the image starts. */
  command: string[];
  env: Record<string, string>;
  /** Working folder on the host (ignored by docker). */
  cwd: string;
  /** Image to run in; only docker reads it. */
  image?: string;
  limits: Limits;
  /** The service's stdout and stderr are appended here as they come. */
  logFile: string;
}

export interface Service {
  /** Host process id of the service's first process, if the host can see it. */
  readonly pid: number | undefined;
  /** Where it keeps its data, as this machine sees it; absent: that is not seen. */
  readonly dataFolder?: string;
  /** Settles when the service ends, however it ends; never rejects. */
  readonly exited: Promise<ServiceExit>;
  /** One reading of `cgroup_*` and `process_*`; what cannot be read is absent. Never rejects. */
  stats(): Promise<Partial<Record<SampleName, number>>>;
  /**
   * Changes how much CPU it may use from now on; the memory limit stays. What it is now comes with every reading.
   * @throws BurstboxError('sandbox') where nothing limits it, or the limit cannot be changed; then the one before holds
   */
  limit(cpus: number): Promise<void>;
  /** SIGTERM, after `graceMs` SIGKILL, then everything that was made for it is removed. May be called twice. */
  stop(graceMs: number): Promise<void>;
}

export interface Driver {
  readonly name: DriverName;
  readonly enforces: Enforcement;
  /** One phrase for people, such as `docker 20.10, cgroup v1`. */
  readonly about: string;
  /** Why it enforces less than all, where that can be mended. */
  readonly unenforcedBecause?: string;
  /** Services have a network of their own, their port published on 127.0.0.1; absent: they share this machine's. */
  readonly ownNetwork?: boolean;
  start(spec: ServiceSpec, ledger: Ledger): Promise<Service>;
}

/** Whether a driver can work on this machine, and if not why not, for `doctor` and `--sandbox auto`. */
export type Probe = { ok: true; driver: Driver } | { ok: false; name: DriverName; why: string };

/** What a target can be started from. */
export interface Launchable {
  /** It has an image, or one can be built. */
  image: boolean;
  /** It has a command for the host. */
  command: boolean;
  /** It is a service of a compose project. */
  compose?: boolean;
}

export interface Choice {
  driver: Driver;
  /** Sentences for the user: which drivers were passed over and why, and what the chosen one does not enforce. */
  notes: string[];
}

/** Tries every driver on this machine, the best first. */
export async function probeDrivers(): Promise<Probe[]> {
  return await Promise.all([probeDocker(), probeCgroup(), probeProcess()]);
}

/**
 * Picks the driver for a target: the one asked for, or with `auto` the first of those that work here, can start it and
 * enforce most of its limits.
 * @throws BurstboxError('sandbox') when none does, with why and what to do
 */
export async function chooseDriver(
  want: 'auto' | DriverName,
  target: Launchable,
  probe: () => Promise<Probe[]> = probeDrivers,
): Promise<Choice> {
  const candidates = (await probe()).map((candidate) => judge(candidate, target));
  const considered = candidates.filter(({ name }) => want === 'auto' || name === want);
  const able = considered.flatMap(({ driver }) => driver ?? []);
  const [chosen] = able.toSorted((a, b) => enforced(b) - enforced(a));
  if (chosen === undefined) throw noDriver(want, considered);
  const passedOver = considered
    .slice(
      0,
      considered.findIndex(({ driver }) => driver === chosen),
    )
    .map(
      (candidate) => `not ${candidate.name}: ${candidate.why ?? `it ${unenforcedText(candidate.driver)}`}`,
    );
  const missing = unenforcedText(chosen);
  return { driver: chosen, notes: [...passedOver, ...(missing === '' ? [] : [`${chosen.name} ${missing}`])] };
}

function enforced({ enforces }: Driver): number {
  return Number(enforces.cpu) + Number(enforces.memory);
}

type Candidate =
  | { name: DriverName; driver: Driver; why?: never }
  | { name: DriverName; driver?: never; why: string };

function judge(probe: Probe, target: Launchable): Candidate {
  if (!probe.ok) return { name: probe.name, why: probe.why };
  const { driver } = probe;
  const { name } = driver;
  if (name === 'docker') {
    return target.image || target.compose
      ? { name, driver }
      : { name, why: 'the target has no image; give it an "image" or a "dockerfile"' };
  }
  if (target.compose) return { name, why: 'only docker can start a compose project' };
  return target.command ? { name, driver } : { name, why: 'the target has no command; give it a "command"' };
}

/** Empty for a driver that enforces all. */
function unenforcedText({ enforces, unenforcedBecause: why }: Driver): string {
  const missing = [...(enforces.cpu ? [] : ['CPU']), ...(enforces.memory ? [] : ['memory'])];
  if (missing.length === 0) return '';
  return `does not enforce the ${missing.join(' and ')} limit of the profile here${why === undefined ? '' : `: ${why}`}`;
}

function noDriver(want: string, considered: Candidate[]): BurstboxError {
  const whys = considered.map(({ name, why }) => `${name}: ${why}`).join('; ');
  const message =
    want === 'auto'
      ? `no sandbox can run this target here (${whys}); fix one of these, or start the service yourself and use --sandbox none`
      : `--sandbox ${want} is not possible (${whys}); fix this, or use --sandbox auto`;
  return new BurstboxError('sandbox', message, { want, considered });
}
