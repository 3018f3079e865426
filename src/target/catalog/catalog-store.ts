/** A dataset as it is at one moment. */
export interface Dataset {
  name: string;
  /** 1 when it is created, one more with every write. */
  version: number;
  value: string;
  /** Epoch ms of the last write. */
  updatedAtMs: number;
}

export type Listed = Pick<Dataset, 'name' | 'version'>;

/** Versions of which a change accepts any one as the current one; `any` accepts whatever is there. */
export type Expected = readonly number[] | 'any';

/** `conflict`: there is such a dataset, but not at a version that was expected. */
export type Refusal = 'missing' | 'conflict';

/** Where datasets are kept. Names and values must have passed the checks of input.ts. */
export interface CatalogStore {
  read(name: string): Promise<Dataset | undefined>;
  /** Undefined when there is one of that name. @throws ServiceError insufficient_storage */
  create(name: string, value: string): Promise<Dataset | undefined>;
  /** Writes if the current version is expected: check and write are one step. */
  update(name: string, expected: Expected, value: string): Promise<Dataset | Refusal>;
  remove(name: string, expected: Expected): Promise<'removed' | Refusal>;
  /** Datasets in order of their names after `after`, at most `limit` of those that begin with `prefix`. */
  list(prefix: string, after: string, limit: number): Promise<Listed[]>;
  /** A connection of the caller's own, beside the pool's; the caller must close it. */
  connect(): Promise<{ close(): void }>;
}
