/** Addresses that a page of HTML leads to or shows, as paths below the base URL. Pure. */
import { unescapedHtml } from '../../text/unescaped-html.ts';
import { pathBelow } from './path-below.ts';

/** No page that is read by people is larger. */
const MAX_CHARS = 256 * 1024;
const MAX_LINKS = 500;
/** Bounded, or a page of quotes without an end would take time with the square of its length. */
const ADDRESS = /\b(?:href|src)\s*=\s*(?:"([^"]{1,2000})"|'([^']{1,2000})')/gi;

/** @param path of the page, to which addresses may be relative */
export function linksOf(html: string, path: string, baseUrl: string): string[] {
  const links = [...html.slice(0, MAX_CHARS).matchAll(ADDRESS)].slice(0, MAX_LINKS).flatMap(([, a, b]) => {
    const below = pathBelow(unescapedHtml(a ?? b ?? ''), path, baseUrl);
    return below === undefined ? [] : [below];
  });
  return [...new Set(links)];
}
