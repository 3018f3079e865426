/**
 * Who asks, as the target file says: headers that every request of this VU carries. A token from a login step is fetched
 * once in setup() for all VUs, and by a VU itself where each is somebody else, or when the service no longer takes it.
 */
import encoding from 'k6/encoding';
import exec from 'k6/execution';
import http, { type RequestBody } from 'k6/http';
import type { LoginStep, TargetAuth } from '../contract/contract.ts';
import { answerValue } from '../shared/request/answer-value.ts';
import { endpointOf, mergedHeaders } from '../shared/request/endpoint.ts';
import { fixedHeaders } from '../shared/request/fixed-headers.ts';
import { fillJson } from '../shared/request/template.ts';
import { auth, baseUrl } from './parameters.ts';
import { mayRenew, renewalFailed } from './renewal.ts';
import { requestTimeout } from './request-timeout.ts';
import { tellSecret } from './tell.ts';

/** Longer than a JWT with many claims. */
const MAX_TOKEN_CHARS = 16 * 1024;
/** In a body: the number of the VU. */
const OWN_NUMBER = '{vu}';

type Login = Extract<TargetAuth, { login: LoginStep }>;

/** A list is of one identity for each VU, and so are logins that stand for a number: such VUs log in themselves. */
const identities = auth === undefined ? [] : Array.isArray(auth) ? auth : [auth];
const isEachOwn = identities.length > 1 || JSON.stringify(identities.filter(isLogin)).includes(OWN_NUMBER);

/** Whether there is a login step to get new tokens from. */
export const renewsToken = identities.some(isLogin);

let headers: Record<string, string> | undefined;

/** What this VU's requests carry; undefined when the service does not ask who they come from. */
export function authHeaders(): Record<string, string> | undefined {
  if (headers !== undefined || identities.length === 0) return headers;
  const own = ownIdentity();
  headers =
    own === undefined ? undefined : fixedHeaders(own, { vu: String(ownNumber()) }, encoding.b64encode);
  return headers;
}

/**
 * The login step, when there is one. Its request belongs to no operation of the load.
 * @returns the token for all VUs; undefined when there is none, or each VU gets its own
 * @throws when the service gives no token: without it nothing that follows would be the service's fault
 */
export function login(): string | undefined {
  const own = ownIdentity();
  if (own === undefined || !isLogin(own)) return undefined;
  const { token, reply } = askToken(own);
  if (token === undefined) {
    const said = reply.status === 0 ? reply.error : `status ${reply.status}`;
    throw new Error(
      `login: ${own.login.path} returned no token at ${JSON.stringify(own.login.token)} (${said}); compare auth.login of the target file, and the environment variables in it, with the service`,
    );
  }
  keep(own, token);
  return isEachOwn ? undefined : token;
}

/** Takes the token of setup(), or gets one of its own where each VU logs in itself, unless this VU has one already. */
export function useToken(token: string | undefined): void {
  if (headers !== undefined || !renewsToken) return;
  const own = ownIdentity();
  if (own === undefined || !isLogin(own)) return;
  if (token !== undefined) keep(own, token);
  else if (mayRenew() && !renewToken()) renewalFailed();
}

/** Gets a new token. @returns whether there is one, so that it is worth asking again. */
export function renewToken(): boolean {
  const own = ownIdentity();
  if (own === undefined || !isLogin(own)) return false;
  const { token } = askToken(own);
  if (token !== undefined) keep(own, token);
  return token !== undefined;
}

/** VU i takes identity i, round and round. */
function ownIdentity(): TargetAuth | undefined {
  return identities[(ownNumber() - 1) % identities.length];
}

/** setup() and teardown() ask as the first user of the load: a service may know no other than those that are numbered. */
function ownNumber(): number {
  return Math.max(1, exec.vu.idInTest);
}

function isLogin(identity: TargetAuth): identity is Login {
  return 'login' in identity;
}

function keep({ as }: Login, token: string): void {
  const { header, value = '{token}' } =
    typeof as === 'object' ? as : { header: 'Authorization', value: 'Bearer {token}' };
  headers = { [header]: value.split('{token}').join(token) };
}

function askToken({ login: step }: Login) {
  const numbered = { vu: String(ownNumber()) };
  const body =
    step.json === undefined ? fillJson(step.form, numbered) : JSON.stringify(fillJson(step.json, numbered));
  const usual = { method: 'POST', expect: [200, 201] } as const;
  const endpoint = endpointOf(step, { ...usual, expect: [...usual.expect] });
  const reply = http.request(endpoint.method, baseUrl + endpoint.path, body as RequestBody | undefined, {
    timeout: requestTimeout(),
    redirects: 0,
    responseType: 'text',
    headers:
      mergedHeaders(step.json === undefined ? {} : { 'Content-Type': 'application/json' }, step.headers) ??
      {},
    tags: { op: 'login' },
  });
  const isGiven = endpoint.expect.includes(reply.status);
  const token = isGiven ? answerValue(step.token, reply, MAX_TOKEN_CHARS) : undefined;
  if (token !== undefined) tellSecret(token);
  return { reply, token };
}
