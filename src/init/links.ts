/** Addresses in a service's answer that lead to the file, as templates of paths. Pure. */

import { parsed } from '../shared/request/answer-value.ts';
import { leavesOf } from '../shared/request/json-tree.ts';
import type { Answer } from './client.ts';
import type { PossibleId } from './ids.ts';
import { pathBelow } from './path-below.ts';

/** A template, and the id that stands in it. */
export interface Link {
  template: string;
  id: PossibleId;
}

const MAX_LINKS = 8;

/** Only links on the same host, below the base URL, that have the name or one of the ids in them. */
export function linksIn(answer: Answer, baseUrl: string, ids: PossibleId[]): Link[] {
  const texts = leavesOf(parsed(answer.body.toString('utf8'))).map(({ value }) => String(value));
  const location = answer.headers.location;
  const addresses = [
    ...(location === undefined ? [] : [location]),
    ...texts.filter((text) => /^(https?:\/)?\//.test(text)),
  ];
  const links = addresses.slice(0, MAX_LINKS).flatMap((address) => {
    const path = pathBelow(address, '/', baseUrl);
    if (path === undefined) return [];
    return ids.flatMap((id) => {
      const template = withHole(path, id.value);
      return template === undefined ? [] : [{ template, id }];
    });
  });
  return links.slice(0, MAX_LINKS);
}

/** The path with `{}` in place of the one segment, or value of the query, that is the id. */
function withHole(path: string, id: string): string | undefined {
  const parts = path.split(/([/?&=])/);
  const at = parts.findLastIndex((part) => part !== '' && decoded(part) === id);
  return at === -1 ? undefined : parts.map((part, index) => (index === at ? '{}' : part)).join('');
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
