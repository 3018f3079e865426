import { setTimeout as delay } from 'node:timers/promises';
import type { Exchange } from '../route.ts';
import type { Fault } from './fault.ts';

/**
 * A worker that was late by this much makes up for it with the next in the queue, so that late timers take nothing from
 * the throughput: one CFS period of the kernel. After a longer stall of the machine there must be no burst.
 */
const MADE_UP_MS = 100;

export const capacity: Fault<'per_second' | 'concurrent'> = {
  name: 'capacity',
  about: 'has a fixed number of workers, each busy with a request for a fixed time; the rest queue in order',
  parameters: {
    per_second: {
      about: 'requests completed by all workers together',
      unit: 'requests/s',
      default: 500,
      min: 1,
      max: 100_000,
    },
    concurrent: { about: 'workers', unit: 'requests', default: 10, min: 1, max: 10_000 },
  },
  plant({ per_second, concurrent }) {
    const workers = Math.ceil(concurrent);
    const counter = new Counter(workers, (1000 * workers) / per_second);
    return {
      handler: (next) => async (exchange) => {
        await counter.serve(exchange);
        await next(exchange);
      },
    };
  },
};

/** First come, first served, by workers that take the same time for each. */
class Counter {
  readonly #serviceMs: number;
  readonly #queue: { exchange: Exchange; begin: (atMs: number) => void }[] = [];
  #idle: number;

  constructor(workers: number, serviceMs: number) {
    this.#idle = workers;
    this.#serviceMs = serviceMs;
  }

  /** Resolves when a worker is done with the request that came now. */
  async serve(exchange: Exchange): Promise<void> {
    const endsMs = (await this.#turn(exchange)) + this.#serviceMs;
    await delay(Math.max(endsMs - performance.now(), 0));
    const next = this.#next();
    if (next === undefined) this.#idle += 1;
    else next.begin(Math.max(endsMs, performance.now() - MADE_UP_MS));
  }

  /** @returns when a worker begins */
  async #turn(exchange: Exchange): Promise<number> {
    if (this.#idle === 0) return await new Promise((begin) => this.#queue.push({ exchange, begin }));
    this.#idle -= 1;
    return performance.now();
  }

  /** A client that gave up has left the queue: no worker is wasted on it, and throughput stays flat. */
  #next() {
    let next = this.#queue.shift();
    while (next?.exchange.request.socket.destroyed) next = this.#queue.shift();
    return next;
  }
}
