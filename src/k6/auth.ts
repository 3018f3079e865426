/**
 * Who asks, as the target file says: headers that every request of this VU carries. A token from a login step is fetched
 * once in setup() for all VUs, and by a VU itself when the service no longer takes it.
 */
import encoding from 'k6/encoding';
import http from 'k6/http';
import type { LoginStep, TargetAuth } from '../contract.ts';
import { answerValue } from './answer-value.ts';
import { endpointOf, mergedHeaders } from './endpoint.ts';
import { REQUEST_TIMEOUT_SECONDS } from './limits.ts';
import { auth, baseUrl } from './parameters.ts';

/** Longer than a JWT with many claims. */
const MOST_TOKEN_CHARS = 16 * 1024;
/** A service that takes no token at all is not asked for new ones in place of the load. */
const RENEWAL_INTERVAL_MS = 60_000;

let headers = auth === undefined ? undefined : fixedHeaders(auth);
let gotAtMs = 0;

/** What this VU's requests carry; undefined when the service does not ask who they come from. */
export function authHeaders(): Record<string, string> | undefined {
  return headers;
}

/**
 * The login step, when there is one. Its request belongs to no operation of the load.
 * @throws when the service gives no token: without it nothing that follows would be the service's fault
 */
export function login(): string | undefined {
  if (auth === undefined || !('login' in auth)) return undefined;
  const { token, reply } = askToken(auth.login);
  if (token !== undefined) return token;
  const said = reply.status === 0 ? reply.error : `status ${reply.status}`;
  throw new Error(
    `login: ${auth.login.path} gave no token at ${JSON.stringify(auth.login.token)} (${said}); compare auth.login of the target file, and the environment variables in it, with the service`,
  );
}

/** Takes the token of setup(), unless this VU has one already. */
export function useToken(token: string | undefined): void {
  if (token !== undefined && headers === undefined) keep(token);
}

/** After a 401: gets a new token, at most once a minute. @returns whether there is one, so that it is worth asking again. */
export function renewToken(): boolean {
  if (auth === undefined || !('login' in auth) || Date.now() - gotAtMs < RENEWAL_INTERVAL_MS) return false;
  gotAtMs = Date.now();
  const { token } = askToken(auth.login);
  if (token !== undefined) keep(token);
  return token !== undefined;
}

function keep(token: string): void {
  const as = auth !== undefined && 'login' in auth ? auth.as : undefined;
  const { header, value = '{token}' } =
    typeof as === 'object' ? as : { header: 'Authorization', value: 'Bearer {token}' };
  headers = { [header]: value.split('{token}').join(token) };
}

function askToken(step: LoginStep) {
  const body = step.json === undefined ? step.form : JSON.stringify(step.json);
  const usual = { method: 'POST', expect: [200, 201] } as const;
  const endpoint = endpointOf(step, { ...usual, expect: [...usual.expect] });
  const reply = http.request(endpoint.method, baseUrl + endpoint.path, body, {
    timeout: `${REQUEST_TIMEOUT_SECONDS}s`,
    redirects: 0,
    responseType: 'text',
    headers:
      mergedHeaders(step.json === undefined ? {} : { 'Content-Type': 'application/json' }, step.headers) ??
      {},
    tags: { op: 'login' },
  });
  const isGiven = endpoint.expect.includes(reply.status);
  return { reply, token: isGiven ? answerValue(step.token, reply, MOST_TOKEN_CHARS) : undefined };
}

/** Undefined for a login: its token comes later. */
function fixedHeaders(auth: TargetAuth): Record<string, string> | undefined {
  if ('bearer' in auth) return { Authorization: `Bearer ${auth.bearer}` };
  if ('header' in auth) return { [auth.header]: auth.value };
  if ('basic' in auth)
    return { Authorization: `Basic ${encoding.b64encode(`${auth.basic.user}:${auth.basic.password}`)}` };
  return undefined;
}
