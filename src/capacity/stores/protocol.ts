/** How one kind of store is spoken to. What is sent and how answers are judged is the same for all: see store.ts. */
import type { HttpMethod } from '../../contract/contract.ts';
import type { AnswerParts } from '../../shared/request/answer-value.ts';
import type { StoredFile } from '../../shared/request/stored-file.ts';
import type { Content } from '../content/content.ts';

export interface Ask {
  method: HttpMethod;
  /** Whole. */
  url: string;
  headers: Record<string, string>;
}

export interface Sending extends Ask {
  body: Iterable<Uint8Array>;
  expect: number[];
}

export interface Asking extends Ask {
  expect: number[];
}

export interface Protocol {
  upload(content: Content): Sending;
  /** The id that the service gives the file; its name where it gives none. Undefined: the answer does not say. */
  idIn(reply: AnswerParts, name: string): string | undefined;
  /** Ids are the service's own, so that a file is not found by its name. */
  readonly ownIds: boolean;
  /** Absent where the target has no such route. */
  download?(file: StoredFile): Asking;
  remove?(file: StoredFile): Asking;
  /** The files of a list that is asked for page by page; absent where there is none that tells ids. */
  list?: Listing;
}

export interface Listing {
  first(): Asking;
  /** Entries with this name; `whole`: no page follows; `next`: the one that does. */
  read(body: string, name: string, at: Asking): { ids: string[]; whole: boolean; next?: Asking };
}
