/**
 * What a script was started with: the `-e NAME=value` parameters, with defaults for a bundle that runs alone. Every VU runs through
 * this file. The first regular expression, Map or Set of a VU makes k6 set up all that belongs to them, 20 to 30 KiB each, so
 * here and in what all iterations need there are none.
 */
import {
  type Leg,
  SCRIPT_ENV,
  SECTION_ENV,
  type TargetAuth,
  type TargetRoutes,
  type TargetSuites,
} from '../contract/contract.ts';
import { instanceSeed } from '../shared/load/instance-seed.ts';
import { parseLegs } from '../shared/load/legs.ts';
import type { Pacing } from '../shared/load/shape.ts';
import { withoutEndSlashes } from '../shared/request/end-slashes.ts';
import { isLocalName, localNames } from '../shared/request/local-names.ts';

const env: Record<string, string | undefined> = __ENV;

/** Routes that a scenario uses are there, because it only starts on a target that has those it `needs`. */
type Routes = Required<Omit<TargetRoutes, 'upload' | 'list' | 'read'>> & TargetRoutes;

export const baseUrl = withoutEndSlashes(env[SCRIPT_ENV.baseUrl] ?? 'http://127.0.0.1:8080');
export const routes = parsed<Routes>(SCRIPT_ENV.routes) ?? referenceRoutes();
/** How requests say who asks; undefined when they do not. */
export const auth = parsed<TargetAuth | TargetAuth[]>(SCRIPT_ENV.auth);
/** Whether k6 was given a proxy: it follows Go's rules, under which it is for all hosts but those of this machine. */
export const throughProxy = [env.HTTP_PROXY, env.HTTPS_PROXY].some((proxy = '') => proxy !== '');
/** Who we are, where the service asks for it in TLS; k6 asks for it once. */
export const clientCertificate = IN_LOAD
  ? undefined
  : certificateFrom(env[SCRIPT_ENV.tlsCert], env[SCRIPT_ENV.tlsKey]);
/** Addresses that names of the target lead to, where that is not left to the resolver; k6 asks for them once. */
export const hosts = IN_LOAD ? undefined : (parsed<Record<string, string>>(SCRIPT_ENV.hosts) ?? ownHosts());
/** Whether nobody drives this script. */
export const isAlone = env[SCRIPT_ENV.told] === undefined;
/** Whether somebody else is shown its metrics too. */
export const isShown = env[SCRIPT_ENV.told] === 'besides';
/** Whether anybody reads what k6 makes of the load by itself, under its own names. */
export const isReadPlain = isAlone || isShown;
const givenSeed = numberFrom(SCRIPT_ENV.seed);
/** What a single request may take; undefined: as the scenario says. */
export const givenRequestTimeout = numberFrom(SCRIPT_ENV.requestTimeout);
export const secretMark = env[SCRIPT_ENV.secretMark];
const instance = env[SCRIPT_ENV.instance] ?? '';
/** Of the run: that of one process is made of it. */
export const sharedSeed = givenSeed ?? 1;
/** Marks names and content of this process, so that it can find and remove what is its own. All VUs of it must agree on it. */
export const seed = instance === '' ? sharedSeed : instanceSeed(sharedSeed, instance);
/** Without one every run has the same names. */
export const isSeedGiven = givenSeed !== undefined;

/** What the target file has under the key of a suite; undefined when the script runs alone. */
export function section<Key extends keyof TargetSuites>(
  key: Key,
): NonNullable<TargetSuites[Key]> | undefined {
  return parsed<NonNullable<TargetSuites[Key]>>(SECTION_ENV[key]);
}

/** @throws when PACE, DURATION, VUS or RATE is not what SCRIPT_ENV says; k6 then ends with 107 before any load. */
export function pacing(): Pacing {
  const pace = env[SCRIPT_ENV.pace] ?? 'quick';
  if (pace !== 'quick' && pace !== 'full') throw new Error(`PACE is "${pace}"; expected quick or full`);
  const durationSeconds = numberFrom(SCRIPT_ENV.duration);
  const vus = numberFrom(SCRIPT_ENV.vus);
  const rate = numberFrom(SCRIPT_ENV.rate);
  return {
    pace,
    ...(durationSeconds === undefined ? {} : { durationSeconds }),
    ...(vus === undefined ? {} : { vus }),
    ...(rate === undefined ? {} : { rate }),
  };
}

/** Legs to play instead of the scenario's own. @throws when SHAPE is given and holds none. */
export function givenLegs(): Leg[] | undefined {
  const text = env[SCRIPT_ENV.shape];
  return text === undefined || text === '' ? undefined : parseLegs(SCRIPT_ENV.shape, text);
}

/** Routes of the reference service. */
function referenceRoutes(): Routes {
  return {
    ping: '/ping',
    upload: { style: 'raw', method: 'PUT', path: '/files/{name}' },
    list: '/files?limit=100',
    download: '/files/{name}',
    remove: '/files/{name}',
    batch: { upload: '/batch', download: '/batch/download', field: 'file' },
  };
}

function ownHosts(): Record<string, string> | undefined {
  const host = /^https?:\/\/([^/:]+)/.exec(baseUrl)?.[1] ?? '';
  return isLocalName(host) ? localNames(host) : undefined;
}

function certificateFrom(cert = '', key = ''): { cert: string; key: string }[] | undefined {
  return cert === '' || key === '' ? undefined : [{ cert: open(cert), key: open(key) }];
}

function numberFrom(name: string): number | undefined {
  const text = env[name];
  if (text === undefined || text === '') return undefined;
  const value = Number(text);
  if (!(value >= 1)) throw new Error(`${name} is "${text}"; expected a number of at least 1`);
  return value;
}

function parsed<T>(name: string): T | undefined {
  const text = env[name];
  return text === undefined || text === '' ? undefined : (JSON.parse(text) as T);
}
