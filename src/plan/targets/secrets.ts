/**
 * Secrets of a target file. There they are written as ${NAME}; their values come from the environment, go to the service
 * and to k6 by environment, and into nothing that is stored.
 */
import { BurstboxError } from '../../errors.ts';
import { keepSecret } from '../../secrets/secrets.ts';
import { SECRET_KEY } from '../../shared/request/secret-key.ts';
import { placeholdersIn } from '../../shared/request/template.ts';
import { SECTIONS } from '../../suites/suites.ts';
import { withS3Place } from './s3-environment.ts';
import { withS3Keys } from './s3-keys.ts';
import { likelySecretsIn, plainSecretIn } from './secrets-in-paths.ts';
import { type Spoken, spokenParts } from './spoken.ts';
import type { Target } from './targets.ts';

const REFERENCE = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

const AUTH_VALUE = /^\/auth(\/\d+)?\/value$/;
/** What stands in a URL, where a space or a slash of a secret would mean something else. */
const IS_PATH = /(^\/health|^\/routes\/\w+|\/path|^\/routes\/batch\/\w+load)$/;
/** Where placeholders stand for what the service itself has given. */
const WITH_PLACEHOLDERS = new RegExp(`^/(${SECTIONS.map(({ key }) => key).join('|')})/`);

/**
 * Refuses secrets in plain text: a target file is shared and kept under version control.
 * @throws BurstboxError config with the place of the first, never with the secret
 */
export function refusePlainSecrets(
  file: string,
  target: Spoken & { health?: string; probes?: unknown },
): void {
  const { health, probes } = target;
  mapTexts({ ...spokenParts(target), health, probes }, '', (text, at) => {
    const parameter = plainSecretIn(text);
    if (parameter !== undefined)
      throw new BurstboxError(
        'config',
        `${file}: ${at} has the parameter "${parameter}" in plain text, which is a secret; expected the name of an environment variable that holds it, as in "?${parameter}=\${API_TOKEN}"`,
        { at },
      );
    const key = at.slice(at.lastIndexOf('/') + 1);
    const isSecret = AUTH_VALUE.test(at) || SECRET_KEY.test(key);
    // A token that a step captured, or a password that a user of the load chooses.
    const isMade = WITH_PLACEHOLDERS.test(at) && placeholdersIn(text).length > 0;
    if (isSecret && !isMade && text.search(REFERENCE) === -1)
      throw new BurstboxError(
        'config',
        `${file}: ${at} is a secret in plain text; expected the name of an environment variable that holds it, such as "\${API_TOKEN}"`,
        { at },
      );
    return text;
  });
}

/**
 * The target with the values of the environment variables that it names.
 * @param k6Args the user's own words for k6
 * @throws BurstboxError config when a variable is not set, or its value fits into no header; usage when k6 is told to
 * write all headers down
 */
export function withSecrets(
  described: Target,
  k6Args: string[],
  env: NodeJS.ProcessEnv = process.env,
): Target {
  const target = withS3Keys(withS3Place(described, env), env);
  const fill = (text: string, at: string) =>
    text.replace(REFERENCE, (_, name: string) => {
      const secret = secretOf(env, name, `target "${target.name}": ${at}`);
      return IS_PATH.test(at) ? encodeURIComponent(secret) : secret;
    });
  const { start, probeHeaders } = target;
  const spoken = spokenParts(target);
  mapTexts([spoken, target.health, target.probes], '', (text) => {
    for (const secret of likelySecretsIn(text)) keepSecret(secret);
    return text;
  });
  if (JSON.stringify(spoken).search(REFERENCE) !== -1) refuseHeadersInLog(k6Args);
  const filled = {
    ...target,
    ...mapTexts({ ...spoken, health: target.health }, '', fill),
    ...(probeHeaders === undefined ? {} : { probeHeaders: mapTexts(probeHeaders, '/probes/headers', fill) }),
  };
  if (start === undefined) return filled;
  return { ...filled, start: { ...start, env: mapTexts(start.env, '/start/env', fill) } };
}

function secretOf(env: NodeJS.ProcessEnv, name: string, where: string): string {
  const value = env[name];
  if (value === undefined || value === '')
    throw new BurstboxError(
      'config',
      `${where} needs the environment variable ${name}, which is ${value === undefined ? 'not set' : 'empty'}; set it and run again`,
      { name },
    );
  if (/[\r\n\0]/.test(value))
    throw new BurstboxError(
      'config',
      `${where}: the environment variable ${name} holds a line break, which no header can carry; set it without one`,
      { name },
    );
  keepSecret(value);
  return value;
}

/** k6 writes what it then says into k6.log: https://grafana.com/docs/k6/latest/using-k6/http-debugging/ */
function refuseHeadersInLog(k6Args: string[]): void {
  const word = k6Args.find((each) => each.startsWith('--http-debug'));
  if (word === undefined) return;
  throw new BurstboxError(
    'usage',
    `--k6-arg=${word} would write the target's secrets into k6.log with all other headers; leave it out`,
    { word },
  );
}

/** A copy in which every text is changed; `at` is its path, as in a JSON pointer. */
function mapTexts<T>(value: T, at: string, change: (text: string, at: string) => string): T {
  if (typeof value === 'string') return change(value, at) as T;
  if (Array.isArray(value)) return value.map((each, index) => mapTexts(each, `${at}/${index}`, change)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const changed = Object.entries(value).map(([key, each]) => [key, mapTexts(each, `${at}/${key}`, change)]);
  return Object.fromEntries(changed) as T;
}
