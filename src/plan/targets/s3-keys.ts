/** Keys of object storage that do not stand in environment variables: of a profile of the user's, or of a server of our own. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { S3KeyValues } from '../../contract/contract.ts';
import { BurstboxError } from '../../errors.ts';
import { readText } from '../../files/text-file.ts';
import { keepSecret } from '../../secrets/secrets.ts';
import { USUAL_S3 } from './s3-environment.ts';
import type { Target } from './targets.ts';

/** As `openssl rand` would make them: nobody else on this machine gets into a server that we start. */
const SECRET_BYTES = 24;

// References of a target file, as it has them.
// biome-ignore lint/suspicious/noTemplateCurlyInString: it is no template
const ACCESS = '${AWS_ACCESS_KEY_ID}';
// biome-ignore lint/suspicious/noTemplateCurlyInString: it is no template
const TOKEN = '${AWS_SESSION_TOKEN}';

/** The target with keys that are made for the server that burstbox itself starts, and those of a profile in place of its name. */
export function withS3Keys(target: Target, env: NodeJS.ProcessEnv): Target {
  const { s3, start } = target;
  if (s3 === undefined) return target;
  if (start?.builtin === 'versitygw') {
    const keys = ownKeys();
    const own = { ROOT_ACCESS_KEY_ID: keys.accessKey, ROOT_SECRET_ACCESS_KEY: keys.secretKey };
    return { ...target, s3: { ...s3, keys }, start: { ...start, env: { ...start.env, ...own } } };
  }
  if (s3.keys === undefined) return target;
  if ('profile' in s3.keys) return { ...target, s3: { ...s3, keys: keysOf(s3.keys.profile, env) } };
  // An endpoint without keys needs no target file of its own.
  if (target.name === USUAL_S3 && !env.AWS_ACCESS_KEY_ID && !env.AWS_SECRET_ACCESS_KEY) {
    const { keys: _, ...unsigned } = s3;
    return { ...target, s3: unsigned };
  }
  // As every client of S3 does: keys that end are of no use without their token.
  const isUsual = s3.keys.accessKey === ACCESS && s3.keys.sessionToken === undefined;
  return isUsual && env.AWS_SESSION_TOKEN
    ? { ...target, s3: { ...s3, keys: { ...s3.keys, sessionToken: TOKEN } } }
    : target;
}

function ownKeys(): S3KeyValues {
  const [accessKey, secretKey] = [
    randomBytes(SECRET_BYTES).toString('hex'),
    randomBytes(SECRET_BYTES).toString('hex'),
  ];
  for (const key of [accessKey, secretKey]) keepSecret(key);
  return { accessKey, secretKey };
}

/** https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html */
function keysOf(profile: string, env: NodeJS.ProcessEnv): S3KeyValues {
  const file = env.AWS_SHARED_CREDENTIALS_FILE || join(env.HOME || homedir(), '.aws', 'credentials');
  const where = `/s3/keys/profile is "${profile}", and ${file}`;
  if (!existsSync(file))
    throw new BurstboxError(
      'config',
      `${where} is not there; make it (\`aws configure\` does), or name the file by AWS_SHARED_CREDENTIALS_FILE`,
      { file, profile },
    );
  const values = sectionOf(profile, readText(file));
  if (values === undefined)
    throw new BurstboxError('config', `${where} has no section [${profile}]; name one that it has`, {
      file,
      profile,
    });
  const {
    aws_access_key_id: accessKey,
    aws_secret_access_key: secretKey,
    aws_session_token: sessionToken,
  } = values;
  const lacks = accessKey ? 'aws_secret_access_key' : 'aws_access_key_id';
  if (!accessKey || !secretKey)
    throw new BurstboxError(
      'config',
      `${where} has no ${lacks} in its section [${profile}]; expected both keys there`,
      {
        file,
        profile,
      },
    );
  for (const secret of [accessKey, secretKey, sessionToken]) if (secret) keepSecret(secret);
  return { accessKey, secretKey, ...(sessionToken ? { sessionToken } : {}) };
}

function sectionOf(profile: string, text: string): Record<string, string> | undefined {
  let values: Record<string, string> | undefined;
  let isIn = false;
  for (const line of text.split('\n')) {
    const trimmed = line.trim();
    if (trimmed.startsWith('[')) {
      isIn = trimmed.slice(1, trimmed.indexOf(']')).trim() === profile;
      if (isIn) values ??= {};
      continue;
    }
    const at = trimmed.indexOf('=');
    if (!isIn || values === undefined || at < 1 || /^[#;]/.test(trimmed)) continue;
    values[trimmed.slice(0, at).trim().toLowerCase()] = trimmed.slice(at + 1).trim();
  }
  return values;
}
