import type { IncomingMessage, ServerResponse } from 'node:http';

/** One line of a feature's list of routes. */
export interface Route {
  /** A GET route answers HEAD too. */
  method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** Segments joined by `/`; a segment `:name` matches any one non-empty segment and becomes a parameter. */
  path: string;
  /** `work` may be refused under overload, rate limit or drain; `watch` must answer exactly then. */
  kind: 'work' | 'watch';
  handle: Handler;
}

/** Answers one request. Whatever it throws is turned into an error answer. */
export type Handler = (exchange: Exchange) => Promise<void> | void;

/** One request and its answer on the way. */
export class Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly path: string;
  /** Path parameters of the route, percent-decoded. */
  params: Readonly<Record<string, string>> = {};
  /** The answer failed after its head was sent, so the connection was cut to let the client know. */
  cutOff = false;

  constructor(request: IncomingMessage, response: ServerResponse) {
    this.request = request;
    this.response = response;
    const target = request.url ?? '/';
    const mark = target.indexOf('?');
    this.path = mark === -1 ? target : target.slice(0, mark);
  }

  /** Parsed when asked for: most requests have none. */
  get query(): URLSearchParams {
    return new URLSearchParams((this.request.url ?? '').slice(this.path.length));
  }
}
