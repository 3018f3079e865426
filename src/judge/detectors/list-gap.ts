/** Does a list show what was acknowledged before it was asked for? One that does not is critical. */
import { K6_METRIC } from '../../contract/contract.ts';
import { FILES } from '../../store/store.ts';
import { momentText } from '../../text/numbers.ts';
import type { Found } from '../detector.ts';
import { countOf, type Evidence } from '../evidence.ts';
import { firstSeen, periodsOf } from '../periods.ts';

const METRIC = `${K6_METRIC.errorPrefix}list_gap`;
export function judgeListGap(evidence: Evidence): Found[] {
  const gaps = countOf(evidence.summary, METRIC);
  if (gaps === 0) return [];
  const checked = countOf(evidence.summary, K6_METRIC.listsChecked);
  const first = firstSeen(periodsOf(evidence), 'list_gap');
  return [
    {
      detector: 'list-gap',
      status: 'critical',
      metric: METRIC,
      value: gaps,
      limit: 0,
      unit: 'count',
      message: `${gaps}${checked > 0 ? ` of ${checked}` : ''} lists lacked files that had been acknowledged before${first === undefined ? '' : `, first at ${momentText(first)}`}`,
      ...(first === undefined ? {} : { atSeconds: first }),
      cause:
        'the list and the store do not agree: an index that is updated too late or not at all, pages that skip entries, or an answer with status 200 that is no list',
      advice:
        'write the index before the upload is acknowledged; look for a cache in front of the list and for paging by position',
      evidence: [FILES.summary, FILES.timeline],
    },
  ];
}
