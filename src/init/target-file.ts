/** The target file for what was found. */
import { existsSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { Route } from '../contract/contract.ts';
import type { TlsFiles } from '../network/tls.ts';
import { IS_CHECKOUT, PROJECT_ROOT } from '../root.ts';
import { writeRecord } from '../store/store.ts';
import { plainText } from '../text/plain-text.ts';
import { isObject } from './document/schema.ts';
import type { Running } from './started.ts';
import type { Survey } from './survey.ts';

const MAX_ABOUT_CHARS = 100;
/** An interpreter and its program. */
const MAX_PROGRAM_WORDS = 2;
const IS_FINE = [200, 204];

/** Writes the file and returns what is in it. @throws BurstboxError machine */
export function writeTargetFile(file: string, { baseUrl, start, tls }: Running, survey: Survey): object {
  const { health, storage, read, auth, written, s3 } = survey;
  const target = {
    ...schemaFor(file),
    schema: 'burstbox/target/1',
    about: aboutOf(survey, baseUrl, start?.command),
    ...(start === undefined ? { baseUrl } : { start }),
    ...(tls === undefined ? {} : { tls: besides(file, tls) }),
    health: health.path,
    routes: {
      ping: pingRoute(survey),
      ...storage.found?.routes,
      ...(read.length === 0 ? {} : { read }),
    },
    ...(s3 === undefined ? {} : { s3: s3.section }),
    ...(auth === undefined ? {} : { auth }),
    ...(written === undefined ? {} : { probes: written }),
  };
  writeRecord(file, target);
  return target;
}

/**
 * For editors: where the package is installed above the file, by that way, as it is the same on every machine; npx may run it
 * from elsewhere.
 */
function schemaFor(file: string): { $schema?: string } {
  const root = IS_CHECKOUT ? PROJECT_ROOT : installedAbove(dirname(file));
  if (root === undefined) return {};
  const path = relative(dirname(file), join(root, 'schema', 'target.schema.json'))
    .split(sep)
    .join('/');
  return { $schema: path.startsWith('.') ? path : `./${path}` };
}

function installedAbove(folder: string): string | undefined {
  const root = join(folder, 'node_modules', 'burstbox');
  if (existsSync(join(root, 'package.json'))) return root;
  return dirname(folder) === folder ? undefined : installedAbove(dirname(folder));
}

function aboutOf({ document }: Survey, baseUrl: string, command: string[] | undefined): string {
  const info = document?.root.info;
  const title = isObject(info) && typeof info.title === 'string' ? info.title : '';
  const about = title.trim() || (command === undefined ? `the service at ${baseUrl}` : programOf(command));
  return plainText(about).slice(0, MAX_ABOUT_CHARS).trim() || 'a service';
}

/** Paths as the file has them: relative to itself. */
function besides(file: string, tls: TlsFiles): TlsFiles {
  return Object.fromEntries(Object.entries(tls).map(([part, path]) => [part, relative(dirname(file), path)]));
}

/** The words before the first flag: what follows may be secret, and reports show what a service is about. */
function programOf(command: string[]): string {
  const flag = command.findIndex((word) => word.startsWith('-'));
  return command.slice(0, flag === -1 ? MAX_PROGRAM_WORDS : Math.min(flag, MAX_PROGRAM_WORDS)).join(' ');
}

/** Where nothing says that the service is well, its list is asked; where there is none either, the answer that it gives. */
function pingRoute({ health, storage }: Survey): Route {
  const { path, status, refusal } = health;
  // A refusal of everything is no answer to be held to.
  if (IS_FINE.includes(status) || refusal !== undefined) return path;
  const list = storage.found?.routes.list;
  if (list !== undefined) {
    const { json: _, ...route } = typeof list === 'string' ? { path: list, json: undefined } : list;
    return Object.keys(route).length === 1 ? route.path : route;
  }
  return status < 200 ? path : { path, expect: [status] };
}
