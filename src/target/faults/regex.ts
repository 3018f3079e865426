import type { Fault } from './fault.ts';

/** Nested quantifiers: every way to cut the text in pieces is tried, two to the power of its length. */
const TRIES_AGAIN = /^(?:a+)+$/;

export const regex: Fault<'chars'> = {
  name: 'regex',
  about: 'matches a text in every request against a regular expression that backtracks',
  parameters: {
    chars: {
      about: 'length of the text; each doubles the work',
      unit: 'characters',
      default: 19,
      min: 1,
      max: 40,
    },
  },
  plant({ chars }) {
    const text = `${'a'.repeat(Math.round(chars))}!`;
    return {
      handler: (next) => (exchange) => {
        matchesName(text);
        return next(exchange);
      },
    };
  },
};

/** A function of its own, because profiles name functions. */
function matchesName(text: string): boolean {
  return TRIES_AGAIN.test(text);
}
