import type { RequestsAnswer } from '../contract/contract.ts';
import { LatencyHistogram } from './latency-histogram.ts';

/** A client that left before its answer was complete; nginx's number for it, as HTTP has none. */
export const CLIENT_GONE = 499;
const FIRST_ERROR_STATUS = 500;

/** Counts and latencies of one route. */
class RouteStats {
  readonly latencies = new LatencyHistogram();
  errors = 0;
}

/** What GET /metrics/requests says. An error is an answer of 500 or over, or one that we cut off. */
export class RequestStats {
  readonly #byRoute = new Map<string, RouteStats>();
  readonly #byStatus = new Map<number, number>();
  #total = 0;
  #errors = 0;
  inFlight = 0;

  /** @param route method and pattern, such as `GET /files/:name`: never the path itself, of which there is no end */
  add(route: string, status: number, ms: number): void {
    const stats = this.#of(route);
    stats.latencies.add(ms);
    this.#total += 1;
    this.#byStatus.set(status, (this.#byStatus.get(status) ?? 0) + 1);
    if (status < FIRST_ERROR_STATUS) return;
    stats.errors += 1;
    this.#errors += 1;
  }

  answer(): RequestsAnswer {
    const byRoute = [...this.#byRoute].map(([route, { latencies, errors }]) => [
      route,
      {
        count: latencies.count,
        errors,
        p50_ms: latencies.quantile(0.5),
        p95_ms: latencies.quantile(0.95),
        max_ms: latencies.maxMs,
      },
    ]);
    return {
      total: this.#total,
      errors: this.#errors,
      in_flight: this.inFlight,
      by_status: Object.fromEntries(this.#byStatus),
      by_route: Object.fromEntries(byRoute),
    };
  }

  #of(route: string): RouteStats {
    const known = this.#byRoute.get(route);
    if (known !== undefined) return known;
    const fresh = new RouteStats();
    this.#byRoute.set(route, fresh);
    return fresh;
  }
}
