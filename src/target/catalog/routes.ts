import { answerJson } from '../answer.ts';
import type { Exchange, Route } from '../route.ts';
import { ServiceError } from '../service-error.ts';
import type { CatalogStore, Dataset, Refusal } from './catalog-store.ts';
import { datasetName, pageOf, readWritten } from './input.ts';
import { ifMatch, ifNoneMatch, matches, tagOf } from './preconditions.ts';

type Handle = (exchange: Exchange, store: CatalogStore) => Promise<void>;

/** Datasets that many may write, and none of whose writes is lost: every change says which version it is based on. */
export function catalogRoutes(store: CatalogStore): Route[] {
  const route = (method: Route['method'], path: string, handle: Handle): Route => ({
    method,
    path,
    kind: 'work',
    handle: (exchange) => handle(exchange, store),
  });
  return [
    route('PUT', '/catalog/:name', write),
    route('GET', '/catalog/:name', read),
    route('GET', '/catalog', list),
    route('DELETE', '/catalog/:name', remove),
  ];
}

/** Creates with `If-None-Match: *`; else changes the version that If-Match or the body names. */
async function write(exchange: Exchange, store: CatalogStore): Promise<void> {
  const { headers } = exchange.request;
  const refused = ifNoneMatch(headers);
  const expected = ifMatch(headers);
  const name = datasetName(exchange);
  const { value, version } = await readWritten(exchange);
  const conditions = [refused, expected, version].filter((condition) => condition !== undefined);
  if (conditions.length > 1)
    throw new ServiceError('bad_request', 'use one of If-None-Match, If-Match and "version" in the body');
  if (refused !== undefined) return await create(exchange, store, name, value, refused === 'any');
  if (expected !== undefined)
    return answerChanged(exchange, await store.update(name, expected, value), 'precondition_failed');
  if (version !== undefined)
    return answerChanged(exchange, await store.update(name, [version], value), 'conflict');
  throw new ServiceError(
    'precondition_required',
    'say which version this changes: If-Match with its ETag, or "version" in the body; or create with If-None-Match: *',
  );
}

async function create(
  exchange: Exchange,
  store: CatalogStore,
  name: string,
  value: string,
  isNew: boolean,
): Promise<void> {
  if (!isNew)
    throw new ServiceError('bad_request', 'If-None-Match of a PUT is * alone; to change, use If-Match');
  const created = await store.create(name, value);
  if (created === undefined)
    throw new ServiceError('precondition_failed', `there is a dataset ${name} already`);
  answerDataset(exchange, 201, created);
}

async function read(exchange: Exchange, store: CatalogStore): Promise<void> {
  const known = ifNoneMatch(exchange.request.headers);
  const name = datasetName(exchange);
  const dataset = await store.read(name);
  if (dataset === undefined) throw refusal('missing', name, 'conflict');
  if (known !== undefined && matches(known, dataset.version))
    exchange.response.writeHead(304, { etag: tagOf(dataset.version) }).end();
  else answerDataset(exchange, 200, dataset);
}

/** `{items:[{name,version}],next}`; `next` is the ?after of the next page, absent on the last. */
async function list(exchange: Exchange, store: CatalogStore): Promise<void> {
  const { prefix, after, limit } = pageOf(exchange);
  const found = await store.list(prefix, after, limit + 1);
  const items = found.slice(0, limit);
  answerJson(exchange, 200, { items, ...(found.length > limit ? { next: items.at(-1)?.name } : {}) });
}

async function remove(exchange: Exchange, store: CatalogStore): Promise<void> {
  const expected = ifMatch(exchange.request.headers);
  const name = datasetName(exchange);
  const outcome = await store.remove(name, expected ?? 'any');
  if (outcome !== 'removed')
    throw refusal(outcome, name, expected === undefined ? 'conflict' : 'precondition_failed');
  exchange.response.writeHead(204).end();
}

type StaleCode = 'precondition_failed' | 'conflict';

function answerChanged(exchange: Exchange, outcome: Dataset | Refusal, stale: StaleCode): void {
  if (typeof outcome === 'string') throw refusal(outcome, datasetName(exchange), stale);
  answerDataset(exchange, 200, outcome);
}

/** If-Match is false where nothing is, too (RFC 9110, section 13.1.1). */
function refusal(outcome: Refusal, name: string, stale: StaleCode): ServiceError {
  if (outcome === 'conflict')
    return new ServiceError(stale, `${name} is not at that version any more; read it again`);
  const code = stale === 'precondition_failed' ? stale : 'not_found';
  return new ServiceError(code, `there is no dataset ${name}`);
}

function answerDataset(exchange: Exchange, status: number, dataset: Dataset): void {
  const { name, version, value, updatedAtMs } = dataset;
  const body = { name, version, value, updated_at: new Date(updatedAtMs).toISOString() };
  answerJson(exchange, status, body, { etag: tagOf(version) });
}
