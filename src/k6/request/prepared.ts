/** Before a call is sent for the first time, and when its headers or who asks have changed. */
import { mergedHeaders } from '../../shared/request/endpoint.ts';
import type { Call } from '../send.ts';
import { commonParams } from './params.ts';

/** @param auth headers that say who asks */
export function preparedParams(
  call: Call,
  auth: Record<string, string> | undefined,
): NonNullable<Call['sent']> {
  const headers = mergedHeaders(auth, call.headers);
  const params = commonParams(call);
  if (headers !== undefined) params.headers = headers;
  return { params, auth, headers: call.headers, keep: call.keep };
}
