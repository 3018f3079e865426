/** How a service might take files. An idea is worth nothing until it was tried. */

import type { HttpMethod, UploadRoute } from '../../contract/contract.ts';
import { withoutEndSlashes } from '../../shared/request/end-slashes.ts';

export interface UploadIdea extends Omit<UploadRoute, 'id' | 'expect'> {
  method: HttpMethod;
  /** Who had it: what the user or the document says is kept in the file even when it could only half be seen to work. */
  from: 'flag' | 'document' | 'form' | 'guess';
  /** Where the file might be found again, the likeliest first. */
  places: Places;
  /** Why it would put more than a file in place, and so is not tried, in words. */
  sweeping?: string;
}

/** Templates of paths; `{}` stands where a file's name or id may stand. */
export interface Places {
  lists: string[];
  downloads: string[];
  removes: string[];
  /** What a request to remove must carry, if anything. */
  removeHeaders?: Record<string, string>;
}

export const NO_PLACES: Places = { lists: [], downloads: [], removes: [] };

/** Whether a form field of this name can be sent, said and written into a target file. */
export function isFieldName(name: string): boolean {
  return name.length <= MAX_NAME_CHARS && /^[^"\p{Cc}\p{Cf}\p{Cs}]+$/u.test(name);
}

/** No form is made for people or programs that has longer ones. */
const MAX_NAME_CHARS = 200;

/** The path that the files of an upload are below, without a slash at its end: `/files` of `/files/{name}`. */
export function collectionOf(path: string): string {
  return withoutEndSlashes(path.replace(/\?.*$/s, '').replace(/\/?\{name\}.*$/s, ''));
}
