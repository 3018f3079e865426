import { join } from 'node:path';
import type { CatalogAnswer } from '../../contract/contract.ts';
import { CachedCatalog } from './cached-catalog.ts';
import type { CatalogStore } from './catalog-store.ts';
import { DatabaseCatalog } from './database-catalog.ts';

/** The catalog of a service: a database with a cache before it. */
export interface Catalog {
  store: CatalogStore;
  /** What GET /metrics/catalog says; asking opens nothing. */
  numbers(): CatalogAnswer;
  close(): void;
}

/**
 * Opens nothing yet: a service whose catalog nobody asks for has no database.
 * @param dataFolder the database is in a folder of its own below it
 */
export function openCatalog(dataFolder: string): Catalog {
  const database = new DatabaseCatalog(join(dataFolder, 'catalog'));
  const cached = new CachedCatalog(database);
  return {
    store: cached,
    numbers: () => ({
      connections: database.pool.connections,
      statements: database.pool.statements,
      cache_entries: cached.entries,
      cache_hits: cached.hits,
      cache_misses: cached.misses,
      writes: database.writes,
      conflicts: database.conflicts,
    }),
    close: () => database.pool.close(),
  };
}
