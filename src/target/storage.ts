import type { FileEntry } from './name-index.ts';

/** Where files are kept. Names must have passed `checkedName`. */
export interface Storage {
  /** Writes a body to a place of its own; it is nobody's file until it is kept. A body that fails leaves nothing. */
  receive(source: AsyncIterable<Uint8Array>): Promise<Received>;
  /** @throws ServiceError not_found */
  open(name: string): Promise<OpenFile>;
  entry(name: string): FileEntry | undefined;
  /** Names in order after `after`, at most `limit`; `more` when others follow. */
  page(after: string, limit: number): { names: string[]; more: boolean };
  /** Another number after every file that was kept or removed. */
  version(): number;
  /** @throws ServiceError not_found */
  remove(name: string): Promise<void>;
}

/** A body that arrived whole. Must be either kept or discarded. */
export interface Received {
  sizeBytes: number;
  /** Makes it the file of that name in one step; a file of that name from before is gone then. */
  keepAs(name: string): Promise<void>;
  discard(): Promise<void>;
}

/** A file held open: what is read stays the same even if the name gets a new file meanwhile. */
export interface OpenFile {
  sizeBytes: number;
  /** With the quotes; differs between any two contents a name has had. */
  etag: string;
  /** Up to `sizeBytes`; fewer only if the disk has fewer by now. */
  content(): AsyncIterable<Uint8Array>;
  /** Must be called in the end; may be called twice. */
  close(): Promise<void>;
}
