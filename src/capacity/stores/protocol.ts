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
  /** By the answer to a removal: the file is not shown any more, and its data stays. @param headers lower case names */
  onlyHidden?(file: StoredFile, headers: Record<string, string>): boolean;
  /** For files that are too large for one request; absent where there is no such limit. */
  parts?: Parts;
  /** The files of a list that is asked for page by page; absent where there is none that tells ids. */
  list?: Listing;
}

/** An upload in parts: begun, sent part by part, put together. */
export interface Parts {
  isFor(bytes: number): boolean;
  begin(content: Content): Asking;
  /** What the store calls the upload. */
  idIn(body: string): string | undefined;
  uploads(content: Content, id: string): { make(): Sending; bytes: number }[];
  /** What a part is known by when all are put together. @param headers lower case names */
  markIn(headers: Record<string, string>): string | undefined;
  complete(content: Content, id: string, marks: string[]): Sending;
  isComplete(body: string): boolean;
  /** Asks for the first of its parts. */
  shown(name: string, id: string): Asking;
  /** By the answer to that. */
  isEmpty(body: string): boolean;
  giveUp(name: string, id: string): Asking;
  /** Asks for all uploads of this name that were begun. */
  open(name: string): Asking;
  /** Their ids; undefined for an answer that is none. */
  openIn(body: string, name: string): string[] | undefined;
}

export interface Listing {
  first(): Asking;
  /** Entries with this name; `whole`: no page follows; `next`: the one that does. */
  read(body: string, name: string, at: Asking): { ids: string[]; whole: boolean; next?: Asking };
}
