/** What the login step of a target file sends, and the token in its answer. Pure. */
import type { RefinedParams } from 'k6/http';
import type { HttpMethod, LoginStep, TargetAuth } from '../../contract/contract.ts';
import { answerValue } from '../../shared/request/answer-value.ts';
import { type Endpoint, endpointOf, mergedHeaders } from '../../shared/request/endpoint.ts';
import { fillJson } from '../../shared/request/template.ts';

export type Login = Extract<TargetAuth, { login: LoginStep }>;

/** Longer than a JWT with many claims. */
const MAX_TOKEN_CHARS = 16 * 1024;

/** @param vu number of the user who asks @param timeoutMs of the request */
export function loginRequest(
  { login: step }: Login,
  vu: number,
  timeoutMs: number,
): { method: HttpMethod; path: string; body: unknown; params: RefinedParams<'text'> } {
  const { method, path } = endpointFor(step);
  const numbered = { vu: String(vu) };
  const isJson = step.json !== undefined;
  const body = isJson ? JSON.stringify(fillJson(step.json, numbered)) : fillJson(step.form, numbered);
  const headers = mergedHeaders(isJson ? { 'Content-Type': 'application/json' } : {}, step.headers) ?? {};
  return {
    ...{ method, path, body },
    params: { timeout: timeoutMs, redirects: 0, responseType: 'text', headers, tags: { op: 'login' } },
  };
}

/** Undefined when an answer has none. */
export function tokenIn(
  { login: step }: Login,
  reply: { status: number } & Parameters<typeof answerValue>[1],
): string | undefined {
  const isGiven = endpointFor(step).expect.includes(reply.status);
  return isGiven ? answerValue(step.token, reply, MAX_TOKEN_CHARS) : undefined;
}

function endpointFor(step: LoginStep): Endpoint {
  return endpointOf(step, { method: 'POST', expect: [200, 201] });
}
