/** The catalog of a target file. */
import type { Route, RouteDetails, ValueSource } from './request.ts';

/**
 * A store of datasets that are changed by whoever has seen their latest version (optimistic locking). In a path, a header
 * and a body `{name}` stands for the dataset's name, `{value}` for what is written, a text unique to each write, and
 * `{version}` for the version token that was read, verbatim: an ETag keeps its quotes. `{id}` is the id that the service gave it,
 * and every name that `create` captures stands for what its answer had there.
 */
export interface CatalogRoutes {
  create: CatalogCreate;
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

export interface CatalogCreate extends CatalogWrite {
  /** Where the answer has the id of the dataset. Absent: the id is the name. */
  id?: ValueSource | 'text';
  /** Other values of the answer that later requests send, by their names. */
  capture?: Record<string, ValueSource>;
}

export interface CatalogUpdate extends CatalogWrite {
  /** Where the answer has the id, if it tells: it must be the one that the dataset had before. */
  id?: ValueSource | 'text';
  /** Statuses that say that somebody else was first. Default 409 and 412. */
  conflict?: number[];
}

export interface CatalogRead extends RouteDetails {
  version: ValueSource;
  /** `text`: the whole answer. */
  value: ValueSource | 'text';
}
