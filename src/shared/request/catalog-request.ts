/** What a request to the catalog looks like, with the placeholders filled in. Pure. */
import type { CatalogRequest } from '../../contract/contract.ts';
import { type Endpoint, endpointOf, mergedHeaders } from './endpoint.ts';
import { jsonText } from './long-numbers.ts';
import { fill, fillJson, type Values } from './template.ts';

export interface FilledRequest extends Endpoint {
  body?: string;
}

/** @param usual what the target file may leave out */
export function requestOf(
  route: CatalogRequest,
  usual: Omit<Endpoint, 'path'>,
  values: Values,
): FilledRequest {
  const { method, path, expect, headers } = endpointOf(route, usual);
  const sent = mergedHeaders(mediaType(route), headers) ?? {};
  const filled = Object.entries(sent).map(([name, text]) => [name, fill(text, values)]);
  const body = route.json === undefined ? route.text : jsonText(fillJson(route.json, values));
  return {
    method,
    path: fill(path, values, encodeURIComponent),
    expect,
    headers: Object.fromEntries(filled),
    ...(body === undefined ? {} : { body: route.json === undefined ? fill(body, values) : body }),
  };
}

function mediaType({ json, text }: CatalogRequest): Record<string, string> | undefined {
  if (json !== undefined) return { 'Content-Type': 'application/json' };
  return text === undefined ? undefined : { 'Content-Type': 'text/plain; charset=utf-8' };
}
