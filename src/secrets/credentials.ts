/**
 * Credentials that are known by their form and not by their value: what a service gave to somebody else, or what stands in
 * a URL. Expressions see foreign text: each repetition is bounded or cannot begin where another one ends.
 */
import { HIDDEN } from './hidden.ts';

/** RFC 9110 §11.6.2: a scheme and its token68. Words of a sentence, as in `Basic authentication`, have no digit. */
const AUTHORIZATION = /\b(Bearer|Basic)( +|%20|\+)(?=[\w.~+/=%-]{0,256}[\d=])[\w.~+/=%-]{8,}/gi;
/** RFC 7519, as RFC 7515 §7.1 writes it: both parts begin with `{"`. */
const JWT = /(?<![\w-])eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*/g;
/** RFC 3986 §3.2.1 */
const USER_INFO = /:\/\/[^\s/@?#"'<>]{1,512}@/g;
const QUERY =
  /([?&](?:access_token|refresh_token|id_token|token|api[-_]?key|apikey|key|sig|signature|password|passwd|secret|client_secret|x-amz-signature|x-amz-security-token|x-goog-signature)=)[^&#\s"'<>\\;]+/gi;

/** A URL that may be wrong, for a sentence that says so: without what stands before the host and behind the path. */
export function shownUrl(text: string): string {
  return hideCredentials(text.replace(/\/\/.*@/s, `//${HIDDEN}@`).replace(/\?.*$/s, `?${HIDDEN}`));
}

export function hideCredentials(text: string): string {
  return text
    .replace(AUTHORIZATION, `$1$2${HIDDEN}`)
    .replace(JWT, HIDDEN)
    .replace(USER_INFO, `://${HIDDEN}@`)
    .replace(QUERY, `$1${HIDDEN}`);
}
