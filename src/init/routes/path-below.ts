/** The path below the base URL of an address that a service gave; undefined where it leads elsewhere, or cannot stand in a target file. Pure. */
import { withoutEndSlashes } from '../../shared/request/end-slashes.ts';

export function pathBelow(address: string, page: string, baseUrl: string): string | undefined {
  if (!URL.canParse(address, baseUrl + page)) return undefined;
  const [to, base] = [new URL(address, baseUrl + page), new URL(baseUrl)];
  const below = withoutEndSlashes(base.pathname);
  if (to.origin !== base.origin || !to.pathname.startsWith(`${below}/`)) return undefined;
  const path = to.pathname.slice(below.length) + to.search;
  return /[{}]/.test(path) ? undefined : path;
}
