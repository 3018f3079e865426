/** The boxes a service is put in: profiles/NAME.json. A user adds one by adding a file. */
import { readValid } from '../files/validate.ts';
import type { Limits } from '../store/records/records.ts';
import { MIB } from '../text/numbers.ts';
import { namedFiles } from './named-files.ts';

export interface Profile {
  name: string;
  about: string;
  /** Absent for a service that runs where it runs: then nothing is limited by us. */
  limits?: Limits;
  /** Tuning that a runtime reads from its environment. */
  env: Record<string, string>;
}

interface ProfileFile {
  about: string;
  cpus: number;
  memoryMib: number;
  env?: Record<string, string>;
}

/** The stand-in when a service that is already running is tested and no profile was named. */
export const AS_IS: Profile = { name: 'as-is', about: 'the box the service runs on', env: {} };

/** What runs when no profile is named, by size. */
export const DEFAULT_PROFILES = ['t3-micro', 't3-small', 't3-medium'];

/** A runtime's heap may take this share of the box; the rest is for stacks, buffers and the kernel's page cache. */
const HEAP_SHARE = 0.8;

/** Names of all profiles; t3 sizes in order of size, then the user's own. @throws BurstboxError config when a file's name cannot be one. */
export function profileNames(): string[] {
  const names = [...namedFiles('profiles').keys()];
  return names.sort((a, b) => place(a) - place(b) || a.localeCompare(b));
}

/** @throws BurstboxError config when the file does not fit schema/profile.schema.json. */
export function loadProfile(name: string): Profile {
  const path = namedFiles('profiles').get(name);
  if (path === undefined) throw new Error(`no box is named ${name}`);
  const file = readValid<ProfileFile>('profile', path);
  const limits = { cpus: file.cpus, memoryBytes: file.memoryMib * MIB };
  return { name, about: file.about, limits, env: { ...tuning(file.memoryMib), ...file.env } };
}

/** Without these a runtime sizes its heap by the machine it sees, not by the box it is in, and is OOM-killed. */
function tuning(memoryMib: number): Record<string, string> {
  const heapMib = Math.floor(memoryMib * HEAP_SHARE);
  return {
    GOMEMLIMIT: `${heapMib}MiB`,
    GOGC: '50',
    NODE_OPTIONS: `--max-old-space-size=${heapMib}`,
    JAVA_TOOL_OPTIONS: `-XX:MaxRAMPercentage=${HEAP_SHARE * 100}`,
  };
}

function place(name: string): number {
  const index = DEFAULT_PROFILES.indexOf(name);
  return index === -1 ? DEFAULT_PROFILES.length : index;
}
