/** What is tested: targets/NAME.json, or a target file of the user's own. */
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { TargetAuth, TargetRoutes, TargetSuites } from '../../contract/contract.ts';
import { BurstboxError } from '../../errors.ts';
import { baseUrlFault } from '../../files/base-url.ts';
import { readValid } from '../../files/validate.ts';
import { TLS_PARTS, type TlsFiles } from '../../network/tls.ts';
import type { TargetStart } from '../../sandbox/prepare/target-start.ts';
import { shownUrl } from '../../secrets/credentials.ts';
import { withoutEndSlashes } from '../../shared/request/end-slashes.ts';
import { SECTIONS } from '../../suites/suites.ts';
import { didYouMean } from '../../text/spelling.ts';
import { namedFiles } from '../named-files.ts';
import { checkRoutes } from './routes.ts';
import { withSample } from './sample.ts';
import { refusePlainSecrets } from './secrets.ts';
import { spokenParts } from './spoken.ts';

export interface Target extends TargetSuites {
  name: string;
  about: string;
  /** Path of its file. */
  file?: string;
  /** Set when the service is running already. */
  baseUrl?: string;
  /** For a service at an https URL. */
  tls?: TlsFiles;
  /** Set when we start it. */
  start?: TargetStart;
  health: string;
  /** What a single request of the load may take; absent: as usual. */
  requestTimeoutSeconds?: number;
  routes: TargetRoutes;
  /** Absent when the service does not ask who its requests come from; of several each user of the load takes one. */
  auth?: TargetAuth | TargetAuth[];
  /** `auto`: looked for when the service is ready. */
  probes: Probes | 'auto';
  /** Sent with every request for probes, and with no other. */
  probeHeaders?: Record<string, string>;
}

/** What the service says of itself, by its form: each a path below the base URL, or a URL where it has a port of its own. */
export interface Probes {
  memory?: string;
  requests?: string;
  catalog?: string;
  prometheus?: string;
  expvar?: string;
  /** Ends in a slash. */
  pprof?: string;
  /** What each thread of a JVM does, as Spring Boot's actuator tells it. */
  threads?: string;
}

interface TargetFile extends Omit<Target, 'name' | 'start' | 'probes' | 'probeHeaders'> {
  start?: Partial<TargetStart>;
  probes?: 'auto' | (Probes & { headers?: Record<string, string> });
}

/** What is tested where the user names no target. */
export const USUAL_TARGET = 'reference';

export function targetNames(): string[] {
  return [...namedFiles('targets').keys()].sort();
}

/**
 * Secrets stay as the file has them, by name: see targets/secrets.ts.
 *
 * @param nameOrFile a name from targets/, or a path to a target file.
 * @param baseUrl where the service is running already; then it is not started.
 * @throws BurstboxError usage when there is no such target, config when its file is wrong.
 */
export function loadTarget(nameOrFile: string, baseUrl?: string): Target {
  const path = fileOf(nameOrFile);
  const read = readValid<TargetFile>('target', path);
  const file = { ...read, routes: withSample(path, read.routes) };
  const name = nameOrFile.replace(/^.*[\\/]/, '').replace(/\.json$/, '');
  refusePlainSecrets(path, file);
  const { start, about, health } = file;
  checkRoutes(path, file.routes);
  for (const { key, check } of SECTIONS) {
    const description = file[key];
    if (description !== undefined) check(path, description);
  }
  const tls = file.tls === undefined ? {} : { tls: tlsOf(file.tls, path) };
  const { requestTimeoutSeconds } = file;
  const timed = requestTimeoutSeconds === undefined ? {} : { requestTimeoutSeconds };
  const rest = { name, about, file: path, health, ...timed, ...spokenParts(file), ...probesOf(file), ...tls };
  if (start !== undefined && file.baseUrl !== undefined)
    throw new BurstboxError(
      'config',
      `${path}: both "start" and "baseUrl" are set; remove "baseUrl" if burstbox is to start the service (which then gets an address of its own), or "start" if it is already running`,
    );
  const url = baseUrl ?? file.baseUrl;
  if (url !== undefined) {
    // What runs where the user says need not be the service that we would start.
    const known = start?.builtin === undefined ? rest.probes : 'auto';
    return { ...rest, baseUrl: plainBase(url), probes: known };
  }
  if (start === undefined)
    throw new BurstboxError(
      'config',
      `${path}: neither "start" nor "baseUrl" is set; say how to start the service or where it runs`,
    );
  return { ...rest, start: resolved(start, path) };
}

/** Paths are relative to the file; one may be written as ${NAME}, so that a file that is shared names nobody's folders. */
function tlsOf(tls: TlsFiles, path: string): TlsFiles {
  const files = TLS_PARTS.flatMap((part) => {
    const named = tls[part];
    if (named === undefined) return [];
    const file = named.replace(/\$\{(\w+)\}/g, (_, name: string) => {
      const value = process.env[name] ?? '';
      if (value !== '') return value;
      throw new BurstboxError(
        'config',
        `${path}: /tls/${part} needs the environment variable ${name}, which is not set; set it to the path of a PEM file`,
        { name },
      );
    });
    return [[part, resolve(dirname(path), file)]];
  });
  return Object.fromEntries(files);
}

/** Headers alone are for what is found on the usual paths. */
function probesOf({ probes = 'auto' }: TargetFile): Pick<Target, 'probes' | 'probeHeaders'> {
  if (probes === 'auto') return { probes };
  const { headers, ...named } = probes;
  if (headers === undefined) return { probes: withSlash(named) };
  const known = Object.keys(named).length === 0 ? 'auto' : withSlash(named);
  return { probes: known, probeHeaders: headers };
}

/** Go's own index is known with and without it; what is appended needs it. */
function withSlash(probes: Target['probes']): Target['probes'] {
  return probes === 'auto' || probes.pprof === undefined
    ? probes
    : { ...probes, pprof: probes.pprof.replace(/\/*$/, '/') };
}

/** Paths are appended to it; a password in it would show up in logs and results, and fetch refuses it anyway. */
function plainBase(url: string): string {
  const fault = baseUrlFault(url);
  if (fault === undefined) return withoutEndSlashes(url);
  if (fault === 'not-http')
    throw new BurstboxError(
      'config',
      `the base URL ${shownUrl(url)} is not a valid URL; expected one such as http://127.0.0.1:8080`,
    );
  throw new BurstboxError(
    'config',
    'the base URL contains a user name, password, query or fragment; expected a URL without them',
  );
}

function fileOf(nameOrFile: string): string {
  const named = namedFiles('targets').get(nameOrFile);
  if (named !== undefined) return named;
  const path = resolve(nameOrFile);
  if (existsSync(path)) return path;
  const hint = didYouMean(nameOrFile, targetNames());
  throw new BurstboxError('usage', `--target ${nameOrFile}: no such target and no such file${hint}`, {
    nameOrFile,
  });
}

function resolved(start: Partial<TargetStart>, path: string): TargetStart {
  const at = (place: string, value: string) => {
    const absolute = resolve(dirname(path), value);
    if (existsSync(absolute)) return absolute;
    throw new BurstboxError(
      'config',
      `${path}: /start/${place} is "${value}", but ${absolute} does not exist; expected a path relative to the target file`,
      { absolute },
    );
  };
  return {
    ...start,
    env: start.env ?? {},
    cwd: at('cwd', start.cwd ?? '.'),
    ...(start.dockerfile === undefined ? {} : { dockerfile: at('dockerfile', start.dockerfile) }),
    ...(start.compose === undefined
      ? {}
      : { compose: { ...start.compose, file: at('compose/file', start.compose.file) } }),
  };
}
