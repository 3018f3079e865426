/** What the orchestrator hands to a script. */
import { SECTION_ENV } from './suites.ts';

/** Parameters a script takes as `-e NAME=value`. */
export const SCRIPT_ENV = {
  /** Where the service listens, without a trailing slash. */
  baseUrl: 'BASE_URL',
  /** `quick` or `full`. */
  pace: 'PACE',
  /** Length of the load in seconds; overrides the pace. */
  duration: 'DURATION',
  /** Peak VUs of the closed model; the other levels of the shape scale with it. */
  vus: 'VUS',
  /** Peak arrival rate of the open model, iterations a second; the other levels scale with it. */
  rate: 'RATE',
  /** Legs to play instead of the scenario's own shape, as JSON (Leg[]); pace, VUS and RATE then change nothing. */
  shape: 'SHAPE',
  /** What a single request may take, seconds; absent: as the scenario says. */
  requestTimeout: 'REQUEST_TIMEOUT',
  /** Seed of generated content and names, an unsigned 32-bit number. */
  seed: 'SEED',
  /** Name of this process where several make one load together; its names and content are then its own. */
  instance: 'INSTANCE',
  /** Routes of the target, as JSON (TargetRoutes). May hold secrets. */
  routes: 'ROUTES',
  /** How requests say who asks, as JSON (TargetAuth, or a list of them); absent: they do not. Holds secrets. */
  auth: 'AUTH',
  /** What a scenario of object storage does in another way than it is declared, as JSON (S3Load). */
  s3Load: 'S3_LOAD',
  /** Descriptions that suites of their own go by. */
  ...SECTION_ENV,
  /** PEM files of the client's certificate and its key, which k6 reads itself; both or neither. */
  tlsCert: 'TLS_CERT',
  tlsKey: 'TLS_KEY',
  /** Addresses of host names, by name or `*.name`, as JSON; absent: as the resolver says. */
  hosts: 'HOSTS',
  /** `yes`: the script is driven and its figures are told (told.ts), `besides`: and kept under their plain names too; absent: it runs alone. */
  told: 'TOLD',
  /** What a line begins with in which the script tells of itself, or of a secret that the service gave; without it, it tells of none. */
  secretMark: 'SECRET_MARK',
} as const;
