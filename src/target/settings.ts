import { FAULT_ENV } from '../contract/contract.ts';
import { type NamedFault, readFaults } from './faults/read.ts';
import { SettingError } from './setting-error.ts';

/** What the environment decides. */
export interface Settings {
  host: string;
  /** 0 lets the system choose. */
  port: number;
  /** Where files are kept; undefined means a fresh temporary folder that goes when the service ends. */
  dataFolder: string | undefined;
  /** Offers /debug/pprof/ and keeps the heap sampler running. */
  profiling: boolean;
  /** Requests a second that one client address may make; undefined means no limit. */
  requestsPerSecond: number | undefined;
  maxBodyBytes: number;
  /** Requests being worked on at the same time; one more is answered 503. */
  maxInFlight: number;
  /** What is to be wrong with the service; none unless named. */
  faults: readonly NamedFault[];
}

const MEBIBYTE = 1024 * 1024;
const DEFAULT_PORT = 8080;
const MAX_PORT = 65_535;
/** More than one person with a browser and less than one load generator. */
const DEFAULT_REQUESTS_PER_SECOND = 200;
/** Twice the 2000 VUs of the highest ladder level: what breaks first is to be the service, not this limit. */
const DEFAULT_MAX_IN_FLIGHT = 4096;

/**
 * Reads HOST, PORT, DATA_DIR, ENABLE_PROFILING, DISABLE_RATE_LIMITER, RATE_LIMIT_PER_SECOND, MAX_BODY_BYTES,
 * MAX_IN_FLIGHT and FAULT. An empty value counts as not set.
 * @throws SettingError for the first value that cannot be used.
 */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const requestsPerSecond = integer(env, 'RATE_LIMIT_PER_SECOND', 1, 1_000_000, DEFAULT_REQUESTS_PER_SECOND);
  return {
    host: env.HOST || '127.0.0.1',
    port: integer(env, 'PORT', 0, MAX_PORT, DEFAULT_PORT),
    dataFolder: env.DATA_DIR || undefined,
    profiling: flag(env, 'ENABLE_PROFILING'),
    requestsPerSecond: flag(env, 'DISABLE_RATE_LIMITER') ? undefined : requestsPerSecond,
    maxBodyBytes: integer(env, 'MAX_BODY_BYTES', 1, Number.MAX_SAFE_INTEGER, 100 * MEBIBYTE),
    maxInFlight: integer(env, 'MAX_IN_FLIGHT', 1, 1_000_000, DEFAULT_MAX_IN_FLIGHT),
    faults: readFaults(env[FAULT_ENV] ?? ''),
  };
}

function integer(env: NodeJS.ProcessEnv, name: string, min: number, max: number, fallback: number): number {
  const text = env[name];
  if (!text) return fallback;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new SettingError(
    `${name}=${text} is not a whole number from ${min} to ${max}; correct it or unset it`,
  );
}

function flag(env: NodeJS.ProcessEnv, name: string): boolean {
  const text = env[name];
  if (!text || text === 'false') return false;
  if (text === 'true') return true;
  throw new SettingError(`${name}=${text} is neither true nor false; correct it or unset it`);
}
