import { ServiceError } from './service-error.ts';

interface Bucket {
  tokens: number;
  filledAtMs: number;
}

/** A client may make this many seconds' worth of requests at once. */
const BURST_SECONDS = 2;
/** At this many addresses all are forgotten: each may then burst once more, and memory stays bounded. */
const MAX_BUCKETS = 10_000;

/** A token bucket for each client address. */
export class RateLimiter {
  readonly #perSecond: number;
  readonly #buckets = new Map<string, Bucket>();

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  /** @throws ServiceError rate_limited, with Retry-After, when the address has used up its requests */
  take(address: string, nowMs: number): void {
    const bucket = this.#filled(address, nowMs);
    if (bucket.tokens < 1) {
      const waitSeconds = Math.ceil((1 - bucket.tokens) / this.#perSecond);
      throw new ServiceError(
        'rate_limited',
        `more than ${this.#perSecond} requests a second from ${address}; try again in ${waitSeconds} s`,
        { 'retry-after': String(waitSeconds) },
      );
    }
    bucket.tokens -= 1;
  }

  #filled(address: string, nowMs: number): Bucket {
    const capacity = this.#perSecond * BURST_SECONDS;
    const bucket = this.#buckets.get(address);
    if (bucket === undefined) {
      if (this.#buckets.size >= MAX_BUCKETS) this.#buckets.clear();
      const fresh = { tokens: capacity, filledAtMs: nowMs };
      this.#buckets.set(address, fresh);
      return fresh;
    }
    const earned = ((nowMs - bucket.filledAtMs) / 1000) * this.#perSecond;
    bucket.tokens = Math.min(capacity, bucket.tokens + earned);
    bucket.filledAtMs = nowMs;
    return bucket;
  }
}
