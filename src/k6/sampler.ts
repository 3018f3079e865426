/** Which answers are looked at in full: by count, and by time too, so that no stretch of a load goes unchecked. Pure. */

/** A VU looks at its first answer and then at one of this many: at all of them it would cost k6 its speed. */
const ONE_OF = 20;
/** All VUs together look at one about this often, ms. */
const ONE_EVERY_MS = 500;

export class Sampler {
  readonly #oneOf: number;
  #count = 0;
  #dueMs = 0;

  /** @param oneOf that many is looked at, besides those that are due by time */
  constructor(oneOf = ONE_OF) {
    this.#oneOf = oneOf;
  }

  /**
   * @param vus that share the work
   * @param chance from 0 to 1: VUs that began together must not look together for ever
   */
  isDue(nowMs: number, vus: number, chance = Math.random()): boolean {
    const isDue = this.#count++ % this.#oneOf === 0 || nowMs >= this.#dueMs;
    if (isDue) this.#dueMs = nowMs + 2 * chance * ONE_EVERY_MS * Math.max(1, vus);
    return isDue;
  }
}
