/** What a request to one route of the target looks like. Pure. */
import type { HttpMethod, Route } from '../../contract/contract.ts';

export interface Endpoint {
  method: HttpMethod;
  /** May have placeholders. */
  path: string;
  expect: number[];
  headers?: Record<string, string>;
}

/**
 * A route of the target file, with the usual for what it leaves out.
 * @param route undefined where a target has none: no scenario that needs it is played then
 */
export function endpointOf(route: Route | undefined, usual: Omit<Endpoint, 'path'>): Endpoint {
  const given = typeof route === 'string' ? { path: route } : (route ?? { path: '' });
  const { path, method = usual.method, expect = usual.expect } = given;
  const headers = mergedHeaders(usual.headers, given.headers);
  return { method, path, expect, ...(headers === undefined ? {} : { headers }) };
}

/** The later win, whatever the case of their names (RFC 9110 §5.1). Neither is copied when the other is absent. */
export function mergedHeaders(
  usual: Record<string, string> | undefined,
  given: Record<string, string> | undefined,
): Record<string, string> | undefined {
  if (usual === undefined || given === undefined) return given ?? usual;
  const named = new Set(Object.keys(given).map((name) => name.toLowerCase()));
  const kept = Object.entries(usual).filter(([name]) => !named.has(name.toLowerCase()));
  return { ...Object.fromEntries(kept), ...given };
}

/** What stands for a file in the headers of its upload: `{name}`, and `{size}` for its length in bytes. Undefined where nothing does. */
export function fileHeaders(
  headers: Record<string, string>,
): ((name: string, size: number) => Record<string, string>) | undefined {
  const entries = Object.entries(headers);
  if (!entries.some(([, value]) => value.includes('{name}') || value.includes('{size}'))) return undefined;
  return (name, size) =>
    Object.fromEntries(
      entries.map(([key, value]) => [
        key,
        value.split('{size}').join(String(size)).split('{name}').join(name),
      ]),
    );
}
