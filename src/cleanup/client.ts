/** The requests of a cleanup: bounded in time and size, as the user of the load that stored what it is about, to no other host. */

import type { LoginStep, TargetAuth } from '../contract/contract.ts';
import { withDeadline } from '../deadline.ts';
import { BurstboxError } from '../errors.ts';
import { boundedBody } from '../network/bounded-body.ts';
import { request } from '../network/way.ts';
import { answerValue } from '../shared/request/answer-value.ts';
import { endpointOf, mergedHeaders } from '../shared/request/endpoint.ts';
import { fill, fillJson } from '../shared/request/template.ts';
import type { Call, Client, Reply } from '../suites/leavings.ts';

const ANSWER_TIMEOUT_MS = 10_000;
/** A list of a hundred thousand files; eight are asked for at once. */
const MAX_BYTES = 16 * 1024 * 1024;
/** Of so many requests in a row that no answer came to, the others would not be answered either. */
const MAX_SILENT = 10;
const MAX_TOKEN_CHARS = 16 * 1024;

export interface SignedClient extends Client {
  /** What says who asks, for requests that are sent otherwise. @throws BurstboxError target when the service gives no token */
  headersOf(vu: number): Promise<Record<string, string>>;
}

/** @param auth with its secrets filled in */
export function newClient(
  baseUrl: string,
  auth: TargetAuth | TargetAuth[] | undefined,
  signal: AbortSignal,
): SignedClient {
  const identities = auth === undefined ? [] : [auth].flat();
  const known = new Map<number, Promise<Record<string, string>>>();
  let silent = 0;
  const ask = async (call: Call, who: Record<string, string>): Promise<Reply> => {
    const reply = await sent(baseUrl, call, who, signal);
    if (signal.aborted) throw new BurstboxError('interrupted', 'stopped; repeat the command to continue');
    silent = reply.status === 0 ? silent + 1 : 0;
    if (silent >= MAX_SILENT)
      throw new BurstboxError(
        'target',
        `the service at ${baseUrl} does not respond (${call.method} ${call.path}); start it, or give its current address with --base-url`,
      );
    return reply;
  };
  const headersOf = (vu: number): Promise<Record<string, string>> => {
    const number = Math.max(1, vu);
    const own = identities[(number - 1) % identities.length];
    const headers = known.get(number) ?? signedIn(own, number, (call) => ask(call, {}));
    known.set(number, headers);
    return headers;
  };
  return { baseUrl, headersOf, send: async (call, vu) => ask(call, await headersOf(vu)) };
}

/** As src/k6/identity/auth.ts does it in the load. */
async function signedIn(
  auth: TargetAuth | undefined,
  vu: number,
  ask: (call: Call) => Promise<Reply>,
): Promise<Record<string, string>> {
  if (auth === undefined) return {};
  if ('bearer' in auth) return { Authorization: `Bearer ${auth.bearer}` };
  if ('header' in auth) return { [auth.header]: auth.value };
  if ('basic' in auth) {
    const user = fill(auth.basic.user, { vu: String(vu) });
    return {
      Authorization: `Basic ${Buffer.from(`${user}:${auth.basic.password}`).toString('base64')}`,
    };
  }
  const token = await tokenOf(auth.login, vu, ask);
  const { header, value = '{token}' } =
    typeof auth.as === 'object' ? auth.as : { header: 'Authorization', value: 'Bearer {token}' };
  return { [header]: value.split('{token}').join(token) };
}

async function tokenOf(step: LoginStep, vu: number, ask: (call: Call) => Promise<Reply>): Promise<string> {
  const { method, path, expect, headers } = endpointOf(step, { method: 'POST', expect: [200, 201] });
  const filled = fillJson(step.json ?? step.form, { vu: String(vu) }) as Record<string, string> | undefined;
  const isJson = step.json !== undefined;
  const type = isJson ? 'application/json' : 'application/x-www-form-urlencoded';
  const body = isJson ? JSON.stringify(filled) : new URLSearchParams(filled).toString();
  const reply = await ask({ method, path, headers: mergedHeaders({ 'Content-Type': type }, headers), body });
  const token = expect.includes(reply.status) ? answerValue(step.token, reply, MAX_TOKEN_CHARS) : undefined;
  if (token !== undefined) return token;
  throw new BurstboxError(
    'target',
    `login: ${path} returned no token (status ${reply.status}); compare auth.login of the target file, and the environment variables in it, with the service`,
  );
}

async function sent(
  baseUrl: string,
  { method, path, headers, body, subdomain }: Call,
  who: Record<string, string>,
  signal: AbortSignal,
): Promise<Reply> {
  try {
    return await withDeadline(ANSWER_TIMEOUT_MS, signal, async (limited) => {
      const answer = await request(below(baseUrl, subdomain) + path, {
        method,
        headers: { ...mergedHeaders(who, headers) },
        redirect: 'manual',
        signal: limited,
        ...(body === undefined ? {} : { body }),
      });
      const bytes = await boundedBody(answer, MAX_BYTES);
      return replyOf(answer.status, Object.fromEntries(answer.headers), bytes);
    });
  } catch {
    return replyOf(0, {}, Buffer.alloc(0));
  }
}

function below(baseUrl: string, subdomain: string | undefined): string {
  return subdomain === undefined ? baseUrl : baseUrl.replace('://', `://${subdomain}.`);
}

function replyOf(status: number, headers: Record<string, string>, bytes: Buffer): Reply {
  return {
    status,
    headers,
    bytes,
    get body() {
      return bytes.toString('utf8');
    },
  };
}
