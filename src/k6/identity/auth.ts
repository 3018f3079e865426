/** Headers that every request of this VU carries to say who asks, as the target file says. Where they come from is in identity.ts. */

import { auth } from '../parameters.ts';
import { ownHeaders } from './identity.ts';

/** What VUs ask as: one of these each, round and round. */
export const identities = auth === undefined ? [] : Array.isArray(auth) ? auth : [auth];

/** Whether there is a login step to get new tokens from. */
export const renewsToken = identities.some((identity) => 'login' in identity);

let headers: Record<string, string> | undefined;

/** What this VU's requests carry; undefined when the service does not ask who they come from, or has given no token yet. */
export function authHeaders(): Record<string, string> | undefined {
  if (headers === undefined && identities.length > 0) headers = ownHeaders();
  return headers;
}

/** From now on this VU's requests carry these. */
export function useHeaders(own: Record<string, string>): void {
  headers = own;
}
