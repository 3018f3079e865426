import type { Status } from '../contract/contract.ts';

/** The one ranking, best to worst. A proven failure is worse than not knowing; not knowing is worse than a warning. */
const RANKING: Status[] = ['healthy', 'warning', 'unknown', 'critical'];

/** The worst of them; of none it is unknown, since nothing was shown. */
export function worst(statuses: Status[]): Status {
  if (statuses.length === 0) return 'unknown';
  return RANKING[Math.max(...statuses.map((status) => RANKING.indexOf(status)))] ?? 'unknown';
}

/** For `sort`: the worst first. */
export function byGravity(a: Status, b: Status): number {
  return RANKING.indexOf(b) - RANKING.indexOf(a);
}
