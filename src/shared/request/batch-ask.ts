/** How several files are asked for in one request. Pure: the orchestrator checks target files with it. */
import type { BatchRoutes, HttpMethod } from '../../contract/contract.ts';
import { type Endpoint, endpointOf } from './endpoint.ts';
import type { StoredFile } from './stored-file.ts';

const USUAL_ASK = { ids: '{ids}' };
const LISTS = /\{(ids|names)\}/;

/** Where a batch is got from; a path that says which files needs no body. */
export function batchDownloadOf({ download }: BatchRoutes): Endpoint {
  const path = typeof download === 'string' ? download : download.path;
  const method: HttpMethod = LISTS.test(path) ? 'GET' : 'POST';
  return endpointOf(download, { method, expect: [200] });
}

/** The path with the lists in place, their entries behind each other with commas between them. */
export function batchPath(path: string, files: readonly StoredFile[]): string {
  if (!path.includes('{')) return path;
  return path
    .split(/(\{ids\}|\{names\})/)
    .map((part) => listFor(part, files)?.map(encodeURIComponent).join(',') ?? part)
    .join('');
}

/** What is sent as JSON. */
export function batchAsk(
  { ask = USUAL_ASK }: Pick<BatchRoutes, 'ask'>,
  files: readonly StoredFile[],
): unknown {
  if (typeof ask === 'string') return listFor(ask, files) ?? ask;
  if (Array.isArray(ask)) return ask.map((each) => batchAsk({ ask: each }, files));
  if (typeof ask !== 'object' || ask === null) return ask;
  return Object.fromEntries(Object.entries(ask).map(([key, each]) => [key, batchAsk({ ask: each }, files)]));
}

function listFor(text: string, files: readonly StoredFile[]): string[] | undefined {
  if (text === '{ids}') return files.map(({ id }) => id);
  return text === '{names}' ? files.map(({ name }) => name) : undefined;
}
