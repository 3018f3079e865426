/** A request as a target file describes it, what is taken from its answer, and how it says who asks. */

/** A path alone, or with what differs from the usual. */
export type Route = string | RouteDetails;

export interface RouteDetails {
  path: string;
  method?: HttpMethod;
  /** Statuses that count as success. */
  expect?: number[];
  headers?: Record<string, string>;
}

/** PROPFIND is how WebDAV lists (RFC 4918). */
export type HttpMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'PROPFIND';

/** A value of an answer: at a dotted path in its JSON (`items.0.id`), or the last path segment of a header. */
export type ValueSource = { json: string } | { header: string };

/** How a request says who asks. */
export type TargetAuth =
  | { bearer: string }
  | { basic: { user: string; password: string } }
  | { header: string; value: string }
  | { login: LoginStep; as?: 'bearer' | TokenHeader };

/** A request that gives a token. */
export interface LoginStep extends RouteDetails {
  /** Body, sent as JSON. */
  json?: Record<string, unknown>;
  /** Body, sent as application/x-www-form-urlencoded. */
  form?: Record<string, string>;
  token: ValueSource;
}

/** `{token}` in the value, which is the default of it, stands for the token. */
export interface TokenHeader {
  header: string;
  value?: string;
}
