/** What the checks have found: how often, and of each kind the earliest as an example. */

export const ANOMALIES = [
  'lost-update',
  'phantom-ack',
  'stale-read',
  'version-back',
  'invented-value',
] as const;
export type Anomaly = (typeof ANOMALIES)[number];

export interface Violation {
  anomaly: Anomaly;
  count: number;
  /** Operations that cannot be put into one order, by their place in the history: those that tell the story. */
  operations: number[];
  /** The one that shows it. */
  shownBy: number;
  /** When the example was complete, epoch ms. */
  atMs: number;
  /** The version that it names stood for several states: the values that were read prove it. */
  isByValue?: true;
}

/** Looks like one anomaly and may be an effect of another; it is named after that when the other is proven elsewhere. */
interface Likeness {
  looksLike: Anomaly;
  unless: Anomaly;
}

export class Tally {
  #proven = new Map<Anomaly, Violation>();
  #alike = new Map<string, Violation & Likeness>();
  /** Acknowledged writes of which nothing tells what they were based on. */
  unchecked = 0;

  add(
    anomaly: Anomaly,
    atMs: number,
    shownBy: number,
    operations: number[],
    { unless, isByValue = false }: { unless?: Anomaly | undefined; isByValue?: boolean } = {},
  ): void {
    const violation: Violation = {
      anomaly,
      count: 1,
      operations,
      shownBy,
      atMs,
      ...(isByValue ? { isByValue } : {}),
    };
    if (unless === undefined) merge(this.#proven, anomaly, violation);
    else merge(this.#alike, `${anomaly} ${unless}`, { ...violation, looksLike: anomaly, unless });
  }

  /** In the order of ANOMALIES. */
  violations(): Violation[] {
    const all = new Map([...this.#proven].map(([anomaly, violation]) => [anomaly, { ...violation }]));
    for (const { looksLike, unless, ...violation } of this.#alike.values()) {
      const anomaly = this.#proven.has(unless) && !this.#proven.has(looksLike) ? unless : looksLike;
      merge(all, anomaly, { ...violation, anomaly });
    }
    return ANOMALIES.flatMap((anomaly) => all.get(anomaly) ?? []);
  }
}

function merge<K, V extends Violation>(into: Map<K, V>, key: K, found: V): void {
  const known = into.get(key);
  if (known === undefined) into.set(key, found);
  else {
    const earlier = found.atMs < known.atMs ? found : known;
    into.set(key, { ...earlier, count: known.count + found.count });
  }
}
