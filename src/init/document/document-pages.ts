/** Where a page for people, as Swagger UI, Redoc, RapiDoc, Scalar and Elements make it, has its document from. Pure. */
import { pathBelow } from '../routes/path-below.ts';

const MAX_CHARS = 1024 * 1024;
const MAX_LINKS = 8;
const NAMED =
  /["']?\b(?:spec-?url|data-url|document-?url|apiDescriptionUrl|swaggerUrl|configUrl|url)["']?\s*[:=]\s*["']([^"'\s<>]{1,300})["']/gi;
const SCRIPT = /<script\b[^>]{0,300}?\bsrc\s*=\s*["']?([^"'\s>]{1,300})/gi;
const FETCHED = /\bfetch\(\s*["']([^"'\s<>]{1,300}\.(?:json|ya?ml))["']/gi;
const LINK = /\bhref\s*=\s*["']?([^"'\s>]{1,300}\.(?:json|ya?ml))\b/gi;
/** Programs without a word of their own. */
const IS_LIBRARY = /bundle|standalone|preset|polyfill|jquery|\.min\.js/i;

export interface PageLinks {
  /** Below the base URL. */
  paths: string[];
  /** Addresses of documents elsewhere. */
  elsewhere: string[];
}

/** @param page its path; its links may be meant with a slash at its end or without */
export function linksOfPage(html: string, page: string, baseUrl: string): PageLinks {
  const text = html.slice(0, MAX_CHARS);
  const scripts = matches(SCRIPT, text).filter((address) => !IS_LIBRARY.test(address));
  const named = [NAMED, FETCHED, LINK]
    .flatMap((pattern) => matches(pattern, text))
    .filter((address) => !/\.(css|ico|png|svg)$/.test(address));
  const bases = page.endsWith('/') || /\.\w+$/.test(page) ? [page] : [`${page}/`, page];
  const below = (address: string) => bases.flatMap((base) => pathBelow(address, base, baseUrl) ?? []);
  const addresses = [...named, ...scripts];
  return {
    paths: [...new Set(addresses.flatMap(below))].slice(0, MAX_LINKS),
    elsewhere: named.filter(
      (address) => /^https?:/.test(address) && below(address).length === 0 && IS_DOCUMENT.test(address),
    ),
  };
}

const IS_DOCUMENT = /openapi|swagger|api-docs|\.ya?ml$|\.json$/i;

function matches(pattern: RegExp, text: string): string[] {
  return [...text.matchAll(pattern)].map(([, address = '']) => address);
}
