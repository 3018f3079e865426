import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { CatalogAnswer } from '../contract/contract.ts';
import { answerBytes, answerJson } from './answer.ts';
import { registerCatalogMetrics } from './catalog/catalog-metrics.ts';
import { RequestStats } from './request-stats.ts';
import type { Route } from './route.ts';
import { RuntimeMemory } from './runtime-memory.ts';

/** Bucket edges, seconds: from a ping on an idle machine to the longest that anybody waits. */
const DURATION_BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** What the service counts of itself, in the forms it is asked for. */
export class Metrics {
  readonly routes: Route[] = [
    {
      method: 'GET',
      path: '/metrics',
      kind: 'watch',
      handle: async (exchange) => {
        answerBytes(exchange, this.#registry.contentType, await this.#registry.metrics());
      },
    },
    {
      method: 'GET',
      path: '/metrics/memory',
      kind: 'watch',
      handle: async (exchange) => {
        answerJson(exchange, 200, await this.#memory.answer());
      },
    },
    {
      method: 'GET',
      path: '/metrics/requests',
      kind: 'watch',
      handle: (exchange) => {
        answerJson(exchange, 200, this.#requests.answer());
      },
    },
    {
      method: 'GET',
      path: '/metrics/catalog',
      kind: 'watch',
      handle: (exchange) => {
        answerJson(exchange, 200, this.#catalog());
      },
    },
  ];
  readonly #catalog: () => CatalogAnswer;
  readonly #registry = new Registry();
  readonly #requests = new RequestStats();
  readonly #memory = new RuntimeMemory();
  readonly #durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'From the head of the request to the end of the answer.',
    labelNames: ['route', 'status'],
    buckets: DURATION_BUCKETS,
    registers: [this.#registry],
  });

  constructor(catalog: () => CatalogAnswer) {
    this.#catalog = catalog;
    collectDefaultMetrics({ register: this.#registry });
    registerCatalogMetrics(this.#registry, catalog);
    const requests = this.#requests;
    new Gauge({
      name: 'http_requests_in_flight',
      help: 'Requests whose answer is not complete.',
      registers: [this.#registry],
      collect() {
        this.set(requests.inFlight);
      },
    });
  }

  get inFlight(): number {
    return this.#requests.inFlight;
  }

  requestBegan(): void {
    this.#requests.inFlight += 1;
  }

  /** @param route method and pattern, such as `GET /files/:name` */
  requestEnded(route: string, status: number, ms: number): void {
    this.#requests.inFlight -= 1;
    this.#requests.add(route, status, ms);
    this.#durations.observe({ route, status }, ms / 1000);
  }

  close(): void {
    this.#memory.close();
  }
}
