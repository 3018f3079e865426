/** Does a list show what was acknowledged before it was asked for, once, and nothing whose removal was? One that does not is critical. */
import { type ErrorKind, K6_METRIC } from '../../contract/contract.ts';
import { FILES } from '../../store/store.ts';
import { momentText } from '../../text/numbers.ts';
import type { Found } from '../detector.ts';
import { countOf, type Evidence } from '../evidence.ts';
import { firstSeen, periodsOf } from '../load/periods.ts';

interface Told {
  kind: ErrorKind;
  what: string;
  cause: string;
  advice: string;
}

const TOLD: Told[] = [
  {
    kind: 'list_gap',
    what: 'were missing files that had been acknowledged before',
    cause:
      'the list and the store do not agree: an index that is updated too late or not at all, pages that skip entries, or a response with status 200 that is not a list',
    advice:
      'update the index before the upload is acknowledged; look for a cache in front of the list and for pagination by offset',
  },
  {
    kind: 'list_stale',
    what: 'still showed files that had been removed or replaced before',
    cause:
      'the list is older than the store: a cache in front of it, or an index that removals do not update',
    advice:
      'remove the entry from the index, and the list from every cache, before the removal is acknowledged',
  },
  {
    kind: 'list_twice',
    what: 'showed a file twice',
    cause:
      'pages that overlap, since they continue from an offset, which shifts while files are stored, and not from a key; or an index that holds a file twice',
    advice:
      'let each page continue after the last key of the one before; let the index replace the entry of a file',
  },
];

export function judgeListGap(evidence: Evidence): Found[] {
  // A list that shows what is still there is right.
  const isKept = countOf(evidence.summary, `${K6_METRIC.errorPrefix}not_removed`) > 0;
  return TOLD.filter(({ kind }) => kind !== 'list_stale' || !isKept).flatMap((told) =>
    judgeKind(told, evidence),
  );
}

function judgeKind({ kind, what, cause, advice }: Told, evidence: Evidence): Found[] {
  const metric = K6_METRIC.errorPrefix + kind;
  const count = countOf(evidence.summary, metric);
  if (count === 0) return [];
  const checked = countOf(evidence.summary, K6_METRIC.listsChecked);
  const first = firstSeen(periodsOf(evidence), kind);
  return [
    {
      detector: 'list-gap',
      status: 'critical',
      metric,
      value: count,
      limit: 0,
      unit: 'count',
      message: `${count}${checked > 0 ? ` of ${checked}` : ''} lists ${what}${first === undefined ? '' : `, first at ${momentText(first)}`}`,
      ...(first === undefined ? {} : { atSeconds: first }),
      cause,
      advice,
      evidence: [FILES.summary, FILES.timeline],
    },
  ];
}
