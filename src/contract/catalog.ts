/** The catalog of a target file. */
import type { Route, RouteDetails, ValueSource } from './request.ts';

/**
 * A store of datasets that are changed by whoever has seen their latest version (optimistic locking). In a path, a header
 * and a body `{name}` stands for the dataset's name, `{value}` for what is written, a text unique to each write, and
 * `{version}` for the version token that was read, verbatim: an ETag keeps its quotes.
 */
export interface CatalogRoutes {
  create: CatalogWrite;
  read: CatalogRead;
  update: CatalogUpdate;
  /** Shows the names of all datasets, in any format. */
  list?: Route;
  remove: CatalogRequest;
}

export interface CatalogRequest extends RouteDetails {
  /** Body, sent as JSON; any JSON value. `"{version}"` alone is sent as a number where the version is one. */
  json?: unknown;
  /** Body, sent as it stands. */
  text?: string;
}

export interface CatalogWrite extends CatalogRequest {
  /** Where the answer has the version that was made. Absent: it does not tell. */
  version?: ValueSource;
}

export interface CatalogUpdate extends CatalogWrite {
  /** Statuses that say that somebody else was first. Default 409 and 412. */
  conflict?: number[];
}

export interface CatalogRead extends RouteDetails {
  version: ValueSource;
  /** `text`: the whole answer. */
  value: ValueSource | 'text';
}
