/** How latencies are spread, from the quantiles that k6 keeps: the share of requests by latency, and Apdex. */
import { K6_METRIC, type K6Summary, type Limit } from '../../contract/contract.ts';
import { statOf } from '../../judge/evidence.ts';
import type { Distribution } from '../../page/data.ts';

/** Each about twice the one before, as people read latencies. */
const RANGE_ENDS_MS = [5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000];
/** What is asked of an answer when the scenario has no mark of its own (https://www.apdex.org/overview.html uses 0.5 s). */
const USUAL_TARGET_MS = 500;
const TOLERATED = 4;
const PERCENTILE = /^p\((\d+(?:\.\d+)?)\)$/;

type Quantile = Distribution['quantiles'][number];

/** Undefined when nothing succeeded. Failed operations have no latency; Apdex counts them as frustrated. */
export function distributionOf(summary: K6Summary | undefined, limits: Limit[]): Distribution | undefined {
  const quantiles = quantilesOf(summary);
  if (quantiles.length < 2) return undefined;
  const below = (ms: number) => shareBelow(ms, quantiles);
  const targetMs = limits.find(({ unit }) => unit === 'ms')?.healthy ?? USUAL_TARGET_MS;
  const satisfied = below(targetMs);
  const tolerating = below(TOLERATED * targetMs) - satisfied;
  const answered = 1 - (statOf(summary, K6_METRIC.opFailed, 'rate') ?? 0);
  return {
    quantiles,
    ranges: rangesOf(below),
    apdex: { targetMs, score: answered * (satisfied + tolerating / 2) },
  };
}

function quantilesOf(summary: K6Summary | undefined): Quantile[] {
  const stat = (name: string) => statOf(summary, K6_METRIC.opDuration, name);
  const known: [number, number | undefined][] = [
    [0, stat('min')],
    [0.5, stat('med')],
    [1, stat('max')],
    ...Object.keys(summary?.metrics[K6_METRIC.opDuration]?.values ?? {}).flatMap(
      (name): [number, number | undefined][] => {
        const percent = PERCENTILE.exec(name)?.[1];
        return percent === undefined ? [] : [[Number(percent) / 100, stat(name)]];
      },
    ),
  ];
  return known
    .flatMap(([q, ms]) => (ms === undefined ? [] : [{ q, ms: Number(ms.toPrecision(4)) }]))
    .sort((a, b) => a.q - b.q);
}

/** Between two quantiles latencies are taken as evenly spread. */
function shareBelow(ms: number, quantiles: Quantile[]): number {
  const above = quantiles.findIndex((each) => each.ms > ms);
  if (above === -1) return 1;
  const high = quantiles[above];
  const low = quantiles[above - 1];
  if (high === undefined || low === undefined) return 0;
  return low.q + ((ms - low.ms) / (high.ms - low.ms)) * (high.q - low.q);
}

function rangesOf(below: (ms: number) => number): Distribution['ranges'] {
  const ends = [...RANGE_ENDS_MS, undefined];
  return ends
    .map((toMs, index) => {
      const fromMs = RANGE_ENDS_MS[index - 1] ?? 0;
      const share = (toMs === undefined ? 1 : below(toMs)) - (index === 0 ? 0 : below(fromMs));
      return { fromMs, ...(toMs === undefined ? {} : { toMs }), share: Number(share.toFixed(4)) };
    })
    .filter(({ share }) => share > 0);
}
