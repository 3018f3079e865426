/** Addresses in a service's answer that lead to the file, as templates of paths. Pure. */

import { parsed } from '../../shared/request/answer-value.ts';
import { leavesOf } from '../../shared/request/json-tree.ts';
import type { Answer } from '../client.ts';
import { isAction } from './actions.ts';
import type { PossibleId } from './ids.ts';
import { linksOf } from './page-links.ts';
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

/**
 * The same of a list that shows the file: the links of a page, the addresses of JSON. Those that say that they do something
 * are left out, such as one to delete it.
 */
export function shownLinks(
  { path, text }: { path: string; text: string },
  baseUrl: string,
  ids: PossibleId[],
): Link[] {
  const json = parsed(text);
  const isJson = typeof json === 'object' && json !== null;
  const addresses = isJson
    ? leavesOf(json).flatMap(({ value }) => (/^(https?:\/)?\//.test(String(value)) ? [String(value)] : []))
    : linksOf(text, path, baseUrl);
  const links = addresses.flatMap((address) => {
    const below = isJson ? pathBelow(address, path, baseUrl) : address;
    if (below === undefined) return [];
    return ids.flatMap((id) => {
      const template = withHole(below, id.value);
      return template === undefined || isActionLink(template) ? [] : [{ template, id }];
    });
  });
  return links.slice(0, MAX_LINKS);
}

/** Pages of people have links that do things: the word may stand before the name. */
function isActionLink(template: string): boolean {
  return template.split(/[/?&=]/).some((part) => isAction('GET', `/${part}`));
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
