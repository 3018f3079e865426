/** Says who asks: the headers for it, and how the target file says the same without a secret. */
import type { LoginStep, TargetAuth } from '../contract/contract.ts';
import { BurstboxError } from '../errors.ts';
import { withSecrets } from '../plan/targets/secrets.ts';
import { keepSecret } from '../secrets/secrets.ts';
import { answerValue, parsed } from '../shared/request/answer-value.ts';
import { fixedHeaders } from '../shared/request/fixed-headers.ts';
import { isPath, leavesOf } from '../shared/request/json-tree.ts';
import { type AuthWords, reference } from './auth-words.ts';
import type { Answer, Client } from './client.ts';

export interface SignedIn {
  auth: TargetAuth;
  headers: Record<string, string>;
  /** For a login: how else the token may have to be sent, when this is not taken. */
  other?: SignedIn;
}

/** @throws BurstboxError config when a variable is not set; target when the login gives no token */
export async function signIn(client: Client, words: AuthWords): Promise<SignedIn> {
  if (words.kind === 'fixed') {
    const base64 = (text: string) => Buffer.from(text).toString('base64');
    return { auth: words.auth, headers: fixedHeaders(secret(words.auth), {}, base64) ?? {} };
  }
  const { step, token } = await logIn(client, words);
  keepSecret(token);
  const django = 'Token {token}';
  const other = {
    auth: { login: step, as: { header: 'Authorization', value: django } },
    headers: { Authorization: `Token ${token}` },
  };
  return { auth: { login: step }, headers: { Authorization: `Bearer ${token}` }, other };
}

/** With the values of the environment. */
function secret<T extends TargetAuth>(auth: T): T {
  const target = { name: 'init', about: '', health: '/', routes: { ping: '/' }, probes: {}, auth };
  return withSecrets(target, []).auth as T;
}

/** Names of the field for the user, the commonest first. */
const USER_FIELDS = ['username', 'email', 'user', 'login', 'name'];
const MAX_TOKEN_CHARS = 16 * 1024;

async function logIn(
  client: Client,
  { path, user, password, body }: Extract<AuthWords, { kind: 'login' }>,
): Promise<{ step: LoginStep; token: string }> {
  const bodies = body === undefined ? (['json', 'form'] as const) : [body];
  let last: Answer | undefined;
  for (const field of USER_FIELDS) {
    for (const kind of bodies) {
      const fields = { [field]: user, password: reference(password) };
      const said = kind === 'json' ? { path, json: fields } : { path, form: fields };
      const { login } = secret({ login: { ...said, token: { json: '' } } });
      const answer = await client.send(loginCall(path, kind, login[kind]));
      const found = answer.status === 200 || answer.status === 201 ? tokenIn(answer) : undefined;
      if (found !== undefined)
        return { step: { ...said, path: answer.path, token: { json: found.json } }, token: found.token };
      if (answer.status === 404 || answer.status === 405) throw noToken(path, answer);
      last = answer;
    }
  }
  throw noToken(path, last);
}

function loginCall(path: string, kind: 'json' | 'form', content: unknown) {
  const fields = content as Record<string, string>;
  const [type, text] =
    kind === 'json'
      ? ['application/json', JSON.stringify(fields)]
      : ['application/x-www-form-urlencoded', new URLSearchParams(fields).toString()];
  return { method: 'POST', path, headers: { 'Content-Type': type }, body: Buffer.from(text) } as const;
}

/** The likeliest first; a refresh token is another thing. */
const TOKEN_KEYS = [
  /^access_?token$/i,
  /^(auth_?)?token$/i,
  /^(id_?token|jwt|bearer|key|session)$/i,
  /token$/i,
];

function tokenIn({ body }: Answer): { json: string; token: string } | undefined {
  const text = body.toString('utf8');
  const leaves = leavesOf(parsed(text)).filter(
    ({ keys }) => isPath(keys) && !/refresh|type/i.test(keys.at(-1) ?? ''),
  );
  for (const pattern of TOKEN_KEYS)
    for (const { keys } of leaves.filter((leaf) => pattern.test(leaf.keys.at(-1) ?? ''))) {
      const json = keys.join('.');
      const token = answerValue({ json }, { body: text, headers: {} }, MAX_TOKEN_CHARS);
      // What cannot stand in a header is no token.
      if (token !== undefined && /^[\x21-\x7e]+$/.test(token)) return { json, token };
    }
  return undefined;
}

function noToken(path: string, answer: Answer | undefined): BurstboxError {
  return new BurstboxError(
    'target',
    `the login at ${path} returned no token (status ${answer?.status ?? 0}); check the path, the user and the environment variable of --auth login:PATH:USER:PASSWORD_ENV, and append :json or :form`,
    { path },
  );
}
