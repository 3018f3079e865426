/** Were files refused that a scenario lays out before its load? Then the load had fewer to read from, and the service failed a user alone. */
import { K6_METRIC } from '../../contract/contract.ts';
import { FILES } from '../../store/store.ts';
import { countedText } from '../../text/numbers.ts';
import type { Found } from '../detector.ts';
import type { Evidence } from '../evidence.ts';

export function judgeLayout({ summary, scenario }: Evidence): Found[] {
  const { stored = 0, failed = 0, first, what } = summary?.laidOut ?? {};
  if (failed === 0) return [];
  const mark = scenario.limits.find(({ metric }) => metric === K6_METRIC.opFailed);
  const share = failed / (stored + failed);
  const how = first?.status ? `status ${first.status}` : (first?.kind ?? 'an error');
  return [
    {
      detector: 'layout',
      status: stored === 0 || (mark !== undefined && share > mark.critical) ? 'critical' : 'warning',
      metric: 'layout_failures',
      value: failed,
      limit: 0,
      unit: 'count',
      message: `${failed} of ${what === undefined ? countedText(stored + failed, 'upload') : `${countedText(stored + failed, 'dataset')} to be made`} before the load failed, the first with ${how}${first?.status ? ` (${first.kind})` : ''}; the load ${what === undefined ? 'read from' : 'worked on'} ${stored === 0 ? 'none' : `the ${stored} that were stored`}`,
      // One user sends them one after the other; only what waited too long may have waited for this machine.
      restsOnTiming: first?.kind === 'timeout',
      advice: `see ${FILES.targetLog} for the time before the load: a service should not report that it is ready while it warms up`,
      evidence: [FILES.summary, FILES.targetLog],
    },
  ];
}
