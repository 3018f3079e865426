import { join } from 'node:path';
import { ServiceError } from '../service-error.ts';
import type { CatalogStore, Dataset, Expected, Listed, Refusal } from './catalog-store.ts';
import { ConnectionPool } from './pool.ts';

/** 10 MiB of values; a load needs some tens. */
export const MAX_DATASETS = 10_000;

/** Datasets in a database file of their own, which is there from the first request on. */
export class DatabaseCatalog implements CatalogStore {
  readonly pool: ConnectionPool;
  /** Datasets that were created, written or removed. */
  writes = 0;
  /** Changes that expected another version. */
  conflicts = 0;
  readonly #maxDatasets: number;
  /** Undefined until the database was asked: there may be some from an earlier start. */
  #count: number | undefined;

  /** @param folder made when it is needed */
  constructor(folder: string, maxDatasets = MAX_DATASETS) {
    this.pool = new ConnectionPool(join(folder, 'catalog.db'));
    this.#maxDatasets = maxDatasets;
  }

  async read(name: string): Promise<Dataset | undefined> {
    return await this.pool.use((connection) => connection.read(name));
  }

  async create(name: string, value: string): Promise<Dataset | undefined> {
    const created = await this.pool.use((connection) => {
      this.#count ??= connection.count();
      if (this.#count >= this.#maxDatasets && connection.read(name) === undefined)
        throw new ServiceError(
          'insufficient_storage',
          `there are ${this.#count} datasets, and no more can be kept; delete some and try again`,
        );
      const dataset = connection.create(name, value);
      if (dataset !== undefined) this.#count += 1;
      return dataset;
    });
    if (created === undefined) this.conflicts += 1;
    else this.writes += 1;
    return created;
  }

  async update(name: string, expected: Expected, value: string): Promise<Dataset | Refusal> {
    return this.#counted(await this.pool.use((connection) => connection.update(name, expected, value)));
  }

  async remove(name: string, expected: Expected): Promise<'removed' | Refusal> {
    const outcome = await this.pool.use((connection) => {
      const removed = connection.remove(name, expected);
      if (removed === 'removed' && this.#count !== undefined) this.#count -= 1;
      return removed;
    });
    return this.#counted(outcome);
  }

  async list(prefix: string, after: string, limit: number): Promise<Listed[]> {
    return await this.pool.use((connection) => connection.list(prefix, after, limit));
  }

  async connect(): Promise<{ close(): void }> {
    return await this.pool.connect();
  }

  #counted<T>(outcome: T): T {
    if (outcome === 'conflict') this.conflicts += 1;
    else if (outcome !== 'missing') this.writes += 1;
    return outcome;
  }
}
