/** The beginning of a list that may be long. */
export interface Capped<T> {
  shown: T[];
  /** `and 5 more findings`, or `and 5 more`; empty when all are shown. */
  rest(what?: string): string[];
}

export function capped<T>(all: T[], most: number): Capped<T> {
  const left = all.length - most;
  return {
    shown: all.slice(0, most),
    rest: (what = '') => (left > 0 ? [`and ${left} more ${what}`.trimEnd()] : []),
  };
}

/** `a, b, c and 5 more` */
export function cappedText(all: string[], most: number): string {
  const { shown, rest } = capped(all, most);
  return [shown.join(', '), ...rest()].join(' ');
}
