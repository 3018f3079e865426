/** Which answers are looked at in full: by count, and by time too, so that no stretch of a load goes unchecked. Pure. */

/** A VU looks at its first answer and then at one of this many: at all of them it would cost k6 its speed. */
const ONE_OF = 20;
/** All VUs together look at one about this often, ms, where nothing is said of what a look costs. */
const ONE_EVERY_MS = 500;

export class Sampler {
  readonly #oneOf: number;
  #everyMs = ONE_EVERY_MS;
  #count = 0;
  #lookedMs = 0;
  /** Until the next look, in times of the usual distance. */
  #distances = 0;

  /** @param oneOf that many is looked at, besides those that are due by time */
  constructor(oneOf = ONE_OF) {
    this.#oneOf = oneOf;
  }

  /**
   * What a look costs: of answers of this size so many are looked at by time that all VUs together read as much a second, and
   * never fewer than where nothing is known of it.
   */
  limit(size: number, perSecond: number): void {
    this.#everyMs = Math.min(ONE_EVERY_MS, (1000 * size) / perSecond);
  }

  /**
   * @param vus that share the work
   * @param chance from 0 to 1: VUs that began together must not look together for ever
   */
  isDue(nowMs: number, vus: number, chance = Math.random()): boolean {
    const isDue =
      this.#count++ % this.#oneOf === 0 || nowMs >= this.#lookedMs + this.#distances * this.#everyMs;
    if (!isDue) return false;
    this.#lookedMs = nowMs;
    this.#distances = 2 * chance * Math.max(1, vus);
    return true;
  }
}
