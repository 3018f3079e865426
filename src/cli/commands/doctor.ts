import { statfsSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { resolve } from 'node:path';
import { EXIT, reason } from '../../errors.ts';
import { generatorLimits, mostVusHere } from '../../plan/generator-limits.ts';
import { loadProfile, type Profile, profileNames } from '../../plan/profiles.ts';
import { K6 } from '../../provision/k6.ts';
import { findTool } from '../../provision/provision.ts';
import { findOnPath } from '../../provision/search-path.ts';
import { allowedMemory, memoryHere } from '../../sandbox/available-memory.ts';
import { findCompose } from '../../sandbox/compose/cli.ts';
import { type Probe, probeDrivers } from '../../sandbox/sandbox.ts';
import { mibText } from '../../text/numbers.ts';
import { plainLines } from '../../text/plain-text.ts';
import type { Invocation } from './commands.ts';

/** Says what this machine has and what that means for a run; starts nothing, fetches nothing. */
export async function doctor(_: Invocation): Promise<number> {
  const probes = await probeDrivers();
  const lines = [
    ...(await k6Lines()),
    ...probes.map(driverLine),
    await composeLine(),
    `cores    ${availableParallelism()}${coresMean()}`,
    `memory   ${memoryText()}${memoryMeans()}`,
    `files    ${filesMean()}`,
    `disk     ${diskFree()} free here`,
    `node     ${process.versions.node}`,
  ];
  process.stdout.write(plainLines(lines));
  return EXIT.ok;
}

/** Descriptors and local ports are k6's: each VU holds a connection. */
function filesMean(): string {
  const limits = generatorLimits();
  const most = mostVusHere(limits);
  if (most === undefined) return 'how many k6 may open is unknown here';
  return `${limits.files ?? 'any number of'} may be open, ${limits.ports ?? 'any number of'} local ports: enough for ${most} VUs`;
}

async function k6Lines(): Promise<string[]> {
  const { ready: k6, rejected } = await findTool(K6);
  const passedOver = rejected.map(({ source, path, why }) => `k6       skipped: ${source} ${path} ${why}`);
  if (k6 !== undefined) return [...passedOver, `k6       ${k6.version} from ${k6.source} (${k6.path})`];
  const go = await findOnPath('go', process.env);
  const how =
    go === undefined
      ? 'the first run downloads it; there is no Go to build it with'
      : 'the first run downloads it, or builds it with Go (one to three minutes)';
  return [...passedOver, `k6       none yet: ${how}`];
}

function driverLine(probe: Probe): string {
  if (!probe.ok) return `${probe.name.padEnd(8)} no: ${probe.why}`;
  const { name, about, enforces, unenforcedBecause: why } = probe.driver;
  const what = enforces.memory ? 'the CPU limit is' : enforces.cpu ? 'the memory limit is' : 'limits are';
  const means =
    enforces.cpu && enforces.memory
      ? 'limits are enforced'
      : `${what} not enforced, so a verdict is at best unknown${why === undefined ? '' : ` (${why})`}`;
  return `${name.padEnd(8)} yes: ${about}; ${means}`;
}

async function composeLine(): Promise<string> {
  try {
    return `compose  yes: ${(await findCompose()).about}, for target files with "start": {"compose": …}`;
  } catch (error) {
    return `compose  no: ${reason(error)}`;
  }
}

/** The load needs about a core beside what the box gives the service. */
function coresMean(): string {
  const largest = Math.max(...readableProfiles().map(({ limits }) => limits?.cpus ?? 0));
  return availableParallelism() > largest
    ? ''
    : `: k6 and a ${largest}-CPU box share them; the verdict says so when that spoils a measurement`;
}

/** A container, or a job of a CI server, may have less than its machine. */
function memoryText(): string {
  const here = memoryHere();
  const where = here < totalmem() ? ' that the control group of burstbox may use' : '';
  return `${mibText(allowedMemory())} available of ${mibText(here)}${where}`;
}

function memoryMeans(): string {
  const large = readableProfiles().filter(({ limits }) => (limits?.memoryBytes ?? 0) > memoryHere());
  return large.length === 0 ? '' : `: too little for ${large.map(({ name }) => name).join(', ')}`;
}

/** A broken profile is named by the run that uses it; here it must not hide what the machine has. */
function readableProfiles(): Profile[] {
  return attempted(profileNames).flatMap((name) => attempted(() => [loadProfile(name)]));
}

function attempted<T>(list: () => T[]): T[] {
  try {
    return list();
  } catch {
    return [];
  }
}

function diskFree(): string {
  const { bavail, bsize } = statfsSync(resolve('.'));
  return mibText(bavail * bsize);
}
