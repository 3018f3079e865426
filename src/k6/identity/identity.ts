/**
 * Who this VU is to the service. A token from a login step is fetched once in setup() for all VUs, and by a VU itself where each is
 * somebody else, or when the service no longer takes it.
 */
import encoding from 'k6/encoding';
import http, { type RequestBody } from 'k6/http';
import type { TargetAuth } from '../../contract/contract.ts';
import { fixedHeaders } from '../../shared/request/fixed-headers.ts';
import { vuNumber } from '../execution.ts';
import { baseUrl } from '../parameters.ts';
import { requestTimeoutMs } from '../request/request-timeout.ts';
import { tellSecret } from '../tell.ts';
import { authHeaders, identities, useHeaders } from './auth.ts';
import { type Login, loginRequest, tokenIn } from './login-request.ts';
import { mayRenew, renewalFailed } from './renewal.ts';

/** In a body: the number of the VU. */
const OWN_NUMBER = '{vu}';

/** What the target file gives this VU to say; undefined where that is a token, which it has to ask for. */
export function ownHeaders(): Record<string, string> | undefined {
  const own = ownIdentity();
  return own && fixedHeaders(own, { vu: String(ownNumber()) }, encoding.b64encode);
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
  return isEachOwn() ? undefined : token;
}

/** A list is of one identity for each VU, and so are logins that stand for a number: such VUs log in themselves. */
function isEachOwn(): boolean {
  return identities.length > 1 || JSON.stringify(identities.filter(isLogin)).includes(OWN_NUMBER);
}

/** Takes the token of setup(), or gets one of its own where each VU logs in itself, unless this VU has one already. */
export function useToken(token: string | undefined): void {
  if (authHeaders() !== undefined) return;
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
  return Math.max(1, vuNumber());
}

function isLogin(identity: TargetAuth): identity is Login {
  return 'login' in identity;
}

function keep({ as }: Login, token: string): void {
  const { header, value = '{token}' } =
    typeof as === 'object' ? as : { header: 'Authorization', value: 'Bearer {token}' };
  useHeaders({ [header]: value.split('{token}').join(token) });
}

function askToken(login: Login) {
  const { method, path, body, params } = loginRequest(login, ownNumber(), requestTimeoutMs());
  const reply = http.request(method, baseUrl + path, body as RequestBody | undefined, params);
  const token = tokenIn(login, reply);
  if (token !== undefined) tellSecret(token);
  return { reply, token };
}
