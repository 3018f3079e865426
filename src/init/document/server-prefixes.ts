/** What a document puts before all its paths. It was often written for another place than the one that is looked at. Pure. */
import { withoutEndSlashes } from '../../shared/request/end-slashes.ts';
import type { ApiDocument } from './document.ts';
import { isObject, type Json, listOf } from './schema.ts';

/** No request line has more room than this. */
const MAX_CHARS = 2000;
/** A service of more versions and tenants than this names them by a variable. */
const MAX_PREFIXES = 4;

/** The paths of its servers in their order, and none at all last: a gateway that puts one before the paths need not be there. */
export function prefixesOf({ root }: ApiDocument, baseUrl: string): string[] {
  const servers = listOf(root.servers).filter(isObject);
  const urls = servers.length > 0 ? servers.map(urlOf) : [root.basePath];
  const own = withoutEndSlashes(new URL(baseUrl).pathname);
  const prefixes = urls.flatMap((url) => {
    const prefix = pathOf(url, baseUrl);
    return prefix === undefined ? [] : [own.endsWith(prefix) ? '' : prefix];
  });
  return [...new Set([...prefixes.slice(0, MAX_PREFIXES), ''])];
}

/** With the default of each variable in its place. */
function urlOf({ url, variables }: Json): unknown {
  if (typeof url !== 'string' || !isObject(variables)) return url;
  return url.replace(/\{([^{}]+)\}/g, (whole, name: string) => {
    const variable = Object.hasOwn(variables, name) ? variables[name] : undefined;
    return isObject(variable) && typeof variable.default === 'string' ? variable.default : whole;
  });
}

function pathOf(url: unknown, baseUrl: string): string | undefined {
  if (typeof url !== 'string' || url.length > MAX_CHARS) return undefined;
  // What stands for a host says nothing of the path.
  const plain = url.replace(/^(https?:\/\/)[^/]*/, '$1host');
  if (/[{}]/.test(plain) || !URL.canParse(plain, baseUrl)) return undefined;
  return withoutEndSlashes(new URL(plain, `${new URL(baseUrl).origin}/`).pathname);
}
