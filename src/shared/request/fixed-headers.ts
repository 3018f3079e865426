/** Who asks, where that is known before any answer. */
import type { TargetAuth } from '../../contract/contract.ts';
import { fill, type Values } from './template.ts';

/**
 * @param values of the placeholders in a user's name, such as `{vu}`
 * @param base64 of the UTF-8 of a text: k6 and Node have it at different places
 * @returns undefined for a login: its token comes later
 */
export function fixedHeaders(
  auth: TargetAuth,
  values: Values,
  base64: (text: string) => string,
): Record<string, string> | undefined {
  if ('bearer' in auth) return { Authorization: `Bearer ${auth.bearer}` };
  if ('header' in auth) return { [auth.header]: auth.value };
  if (!('basic' in auth)) return undefined;
  const { user, password } = auth.basic;
  return { Authorization: `Basic ${base64(`${fill(user, values)}:${password}`)}` };
}
