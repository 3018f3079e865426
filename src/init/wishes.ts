/** What the flags of `init` ask for. */
import { existsSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { BurstboxError } from '../errors.ts';
import type { TlsFiles } from '../network/tls.ts';
import { ownFolderToBe } from '../own-folder.ts';
import type { RunOptions } from '../plan/options.ts';
import type { Probes } from '../plan/targets/targets.ts';
import { IS_CHECKOUT } from '../root.ts';
import { ADAPTERS } from '../run/sample/adapters/adapters.ts';
import { didYouMean } from '../text/spelling.ts';
import { type AuthWords, authWords } from './auth-words.ts';
import type { GivenRoutes } from './routes/given-routes.ts';
import { type GivenRoute, routeWords, uploadWords } from './routes/route-words.ts';

/** The command line of `init`, read. */
export interface Asked {
  names: string[];
  options: Pick<RunOptions, 'baseUrl' | 'proxy' | 'tls' | 'json'>;
  /** Flags that only `init` takes, as typed. */
  own: Readonly<Record<string, string[]>>;
  /** Words behind `--`. */
  after: string[];
}

export interface Wishes {
  /** Absolute path of the file to write. */
  file: string;
  baseUrl?: string;
  /** Words that start the service; empty: it runs already. */
  command: string[];
  given: GivenRoutes;
  auth?: AuthWords;
  proxy?: string;
  tls?: TlsFiles;
  probes: Probes;
  readOnly: boolean;
  json: boolean;
}

const FORMS: (keyof Probes)[] = [...ADAPTERS.map(([form]) => form), 'pprof', 'threads'];
const IS_PROBE = /^(\/|https?:\/\/[^/@?#]+\/)[^?#\s]*$/;

/** @throws BurstboxError usage, before anything is asked or started */
export function wishesOf({ names, options, own, after }: Asked): Wishes {
  const [, name = usualFile(), more] = names;
  if (more !== undefined)
    throw new BurstboxError(
      'usage',
      `init takes one file name, but was also given "${more}"; put the command that starts a service after --`,
    );
  const { baseUrl, proxy, tls, json } = options;
  if (baseUrl !== undefined && after.length > 0)
    throw new BurstboxError(
      'usage',
      '--base-url names a running service, and the command after -- starts one; leave one of them out',
    );
  const file = resolve(name);
  checkFile(file, name, own.force !== undefined);
  const auth = own.auth?.at(-1);
  return {
    file,
    command: after,
    given: givenRoutes(own),
    probes: Object.fromEntries((own.probe ?? []).map(probeWords)),
    readOnly: own['read-only'] !== undefined,
    json,
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(proxy === undefined ? {} : { proxy }),
    ...(tls === undefined ? {} : { tls }),
    ...(auth === undefined ? {} : { auth: authWords(auth) }),
  };
}

/** Among the targets of the repository, where burstbox is a package of it. */
function usualFile(): string {
  const folder = ownTargetsToBe();
  return folder === undefined ? 'target.json' : relative('', join(folder, 'service.json'));
}

function ownTargetsToBe(): string | undefined {
  return IS_CHECKOUT ? undefined : join(ownFolderToBe(), 'targets');
}

function checkFile(file: string, name: string, force: boolean): void {
  const isMade = dirname(file) === ownTargetsToBe();
  if (!isMade && !statSync(dirname(file), { throwIfNoEntry: false })?.isDirectory())
    throw new BurstboxError('usage', `${name}: there is no folder ${dirname(file)}; create it first`, {
      file,
    });
  if (!name.endsWith('.json'))
    throw new BurstboxError(
      'usage',
      `${name}: expected a file name that ends in .json, such as target.json`,
      { file },
    );
  if (existsSync(file) && !force)
    throw new BurstboxError(
      'usage',
      `${name} already exists; choose another file, or overwrite it with --force`,
      {
        file,
      },
    );
}

function givenRoutes(own: Asked['own']): GivenRoutes {
  const word = (flag: string) => own[flag]?.at(-1);
  const [upload, list, download, remove, health] = ['upload', 'list', 'download', 'remove', 'health'].map(
    word,
  );
  return {
    ...(upload === undefined ? {} : { upload: uploadWords(upload) }),
    ...(list === undefined ? {} : { list: routeWords('list', list, '/files') }),
    ...(download === undefined ? {} : { download: fileRoute('download', download, '/files/{name}') }),
    ...(remove === undefined ? {} : { remove: fileRoute('remove', remove, 'DELETE /files/{id}') }),
    ...(health === undefined ? {} : { health: routeWords('health', health, '/health') }),
  };
}

function fileRoute(flag: string, text: string, example: string): GivenRoute {
  const route = routeWords(flag, text, example);
  if (/\{(name|id)\}/.test(route.path)) return route;
  throw new BurstboxError(
    'usage',
    `--${flag} ${text}: does not name a file; put {name} or {id} in place of its name or id, such as "${example}"`,
    { flag, text },
  );
}

function probeWords(text: string): [form: string, where: string] {
  const at = text.indexOf('=');
  const [form, where] = [text.slice(0, at), text.slice(at + 1)];
  const known = FORMS.find((each) => each === form);
  if (known !== undefined && IS_PROBE.test(where)) return [known, where];
  const hint = known === undefined && at > 0 ? didYouMean(form, FORMS) : '';
  throw new BurstboxError(
    'usage',
    `--probe ${text}: expected a form and a path or URL, such as prometheus=http://127.0.0.1:9404/metrics${hint}`,
    { text },
  );
}
