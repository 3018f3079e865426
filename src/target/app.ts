import type { IncomingMessage, ServerResponse } from 'node:http';
import { Accounts, accountRoutes, TOKEN_SECONDS } from './accounts.ts';
import { answerError } from './answer.ts';
import { batchRoutes } from './batch.ts';
import type { Catalog } from './catalog/catalog.ts';
import { catalogRoutes } from './catalog/routes.ts';
import { plantFaults } from './faults/plant.ts';
import { fileRoutes } from './files.ts';
import { healthRoutes } from './health.ts';
import { Metrics } from './metrics.ts';
import { noteRoutes } from './notes.ts';
import { pingRoutes } from './ping.ts';
import { RateLimiter } from './rate-limiter.ts';
import { CLIENT_GONE } from './request-stats.ts';
import { Exchange, type Route } from './route.ts';
import { Router } from './router.ts';
import { ServiceError } from './service-error.ts';
import type { Settings } from './settings.ts';
import type { Storage } from './storage.ts';

/** Under which requests that no route takes are counted. */
const NO_ROUTE = 'none';
/** Overload passes when requests end, which most do within a second. */
const RETRY_AFTER_SECONDS = '1';

interface NamedRoute extends Route {
  /** Method and pattern: what metrics call it. */
  name: string;
}

/** The service without its socket: all features, and the way of a request through them. */
export class App {
  readonly #metrics: Metrics;
  readonly #catalog: Catalog;
  readonly #router: Router<NamedRoute>;
  readonly #rateLimiter: RateLimiter | undefined;
  readonly #maxInFlight: number;
  #draining = false;

  /** @param extraRoutes features that are not always there, such as profiling */
  constructor(settings: Settings, storage: Storage, catalog: Catalog, extraRoutes: readonly Route[]) {
    const { requestsPerSecond, maxBodyBytes } = settings;
    const faults = plantFaults(settings.faults);
    const files = faults.storage(storage);
    const accounts = new Accounts(faults.tokenSeconds(TOKEN_SECONDS));
    this.#catalog = catalog;
    this.#metrics = new Metrics(catalog.numbers);
    const routes: Route[] = [
      ...pingRoutes,
      ...fileRoutes(files, maxBodyBytes),
      ...batchRoutes(files, maxBodyBytes),
      ...accountRoutes(accounts),
      ...noteRoutes(accounts),
      ...catalogRoutes(faults.catalog(catalog.store)),
      ...healthRoutes(() => this.#draining),
      ...this.#metrics.routes,
      ...extraRoutes,
    ];
    this.#router = new Router(
      routes.map((route) => ({
        ...route,
        name: `${route.method} ${route.path}`,
        handle: route.kind === 'work' ? faults.handler(route.handle) : route.handle,
      })),
    );
    this.#rateLimiter = requestsPerSecond === undefined ? undefined : new RateLimiter(requestsPerSecond);
    this.#maxInFlight = settings.maxInFlight;
  }

  /** Requests whose answer is not complete. */
  get inFlight(): number {
    return this.#metrics.inFlight;
  }

  /** From now on work is refused; what is under way goes on. */
  drain(): void {
    this.#draining = true;
  }

  close(): void {
    this.#metrics.close();
    this.#catalog.close();
  }

  /** Answers one request, whatever happens, and counts it. */
  handle(request: IncomingMessage, response: ServerResponse): void {
    const exchange = new Exchange(request, response);
    const beganMs = performance.now();
    let name = NO_ROUTE;
    this.#metrics.requestBegan();
    response.once('close', () =>
      this.#metrics.requestEnded(name, outcomeOf(exchange), performance.now() - beganMs),
    );
    if (this.#draining) response.setHeader('connection', 'close');
    try {
      const { route, params } = this.#router.find(request.method ?? '', exchange.path);
      name = route.name;
      exchange.params = params;
      if (route.kind === 'work') this.#admit(request, beganMs);
      route.handle(exchange)?.catch((error) => answerError(exchange, error));
    } catch (error) {
      answerError(exchange, error);
    }
  }

  #admit(request: IncomingMessage, nowMs: number): void {
    if (this.#draining) throw new ServiceError('draining', 'the service is ending; try another');
    if (this.inFlight > this.#maxInFlight)
      throw new ServiceError('busy', `already ${this.#maxInFlight} requests in flight; try again later`, {
        'retry-after': RETRY_AFTER_SECONDS,
      });
    this.#rateLimiter?.take(request.socket.remoteAddress ?? '', nowMs);
  }
}

/** The status a request is counted under. */
function outcomeOf({ response, cutOff }: Exchange): number {
  if (cutOff) return 500;
  return response.writableFinished ? response.statusCode : CLIENT_GONE;
}
