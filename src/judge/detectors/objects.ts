/** Is an object what the server said that it is, and gone when it said so? One that is not is critical: what is stored cannot be relied on. */
import { type ErrorKind, K6_METRIC } from '../../contract/contract.ts';
import { FILES } from '../../store/store.ts';
import { countedText, momentText } from '../../text/numbers.ts';
import type { Found } from '../detector.ts';
import { countOf, type Evidence } from '../evidence.ts';
import { firstSeen, periodsOf } from '../load/periods.ts';

const TOLD: { kind: ErrorKind; what: string; cause: string; advice: string }[] = [
  {
    kind: 'wrong_etag',
    what: 'reported an ETag or size that differs from what was stored',
    cause:
      'an acknowledged write did not take place, so that the previous content is still served; or the ETag does not match the bytes',
    advice:
      'overwrite an object and read it back: look for a cache that a write does not invalidate, and for writes that are acknowledged before they are done',
  },
  {
    kind: 'wrong_metadata',
    what: 'showed other tags, or another lifecycle rule, than had been acknowledged before',
    cause: 'they are acknowledged before they are stored, or do not reach a cache or a replica',
    advice: 'write tags and read them back at once; look for a cache that such a write does not invalidate',
  },
  {
    kind: 'not_removed',
    what: 'showed an object whose removal had been acknowledged before',
    cause: 'a removal is acknowledged before it is done, or does not reach a cache or a replica',
    advice: 'acknowledge a removal only when no request can find the object any more',
  },
  {
    kind: 'half_stored',
    what: 'showed an object of which only a part had come when its upload broke off',
    cause:
      'the server stores what it has received when a connection ends, without a look at the Content-Length that was announced',
    advice:
      'count the bytes before the object gets its name; until then let clients sign their payload or send a checksum ("payload": "hashed"), so that a part of it is refused',
  },
  {
    kind: 'lost_part',
    what: 'to the completion of an upload knew nothing of a part that had been acknowledged before',
    cause: 'a part is acknowledged before it is stored, or is looked for where it was not put',
    advice:
      'look for what removes parts of uploads that are still open, and for nodes or replicas that do not share them; read the log of the server by the request id in k6.log',
  },
  {
    kind: 'checksum_ignored',
    what: 'acknowledged a body that was not what its Content-MD5 said',
    cause: 'the server does not compare a body with the checksum that comes with it',
    advice: 'refuse it with 400 BadDigest: what was damaged on the way is stored as if it were right',
  },
];

export function judgeObjects(evidence: Evidence): Found[] {
  return [...judgeFaults(evidence), ...judgeEtags(evidence)];
}

function judgeFaults(evidence: Evidence): Found[] {
  return TOLD.flatMap(({ kind, what, cause, advice }) => {
    const metric = K6_METRIC.errorPrefix + kind;
    const count = countOf(evidence.summary, metric);
    if (count === 0) return [];
    const first = firstSeen(periodsOf(evidence), kind);
    return [
      {
        detector: 'objects' as const,
        status: 'critical' as const,
        metric,
        value: count,
        limit: 0,
        unit: 'count' as const,
        message: `${countedText(count, 'answer')} ${what}${first === undefined ? '' : `, first at ${momentText(first)}`}`,
        ...(first === undefined ? {} : { atSeconds: first }),
        cause,
        advice,
        evidence: [FILES.summary, FILES.timeline, FILES.k6Log],
      },
    ];
  });
}

/** Found before the load, by one object that nobody else wrote to: so it is how the server does it, and no object is damaged. */
function judgeEtags({ summary }: Evidence): Found[] {
  const count = countOf(summary, K6_METRIC.s3EtagsChanged);
  if (count === 0) return [];
  return [
    {
      detector: 'objects',
      status: 'warning',
      metric: K6_METRIC.s3EtagsChanged,
      value: count,
      limit: 0,
      unit: 'count',
      message: `${countedText(count, 'object')} that came in parts had another ETag than completing the upload was answered with; they were compared by length and bytes instead`,
      cause:
        'the server tells the ETag of the parts when an upload is completed, and that of the whole object later',
      advice:
        'clients that send If-Match, or compare ETags to see whether an object has changed, fail on this server: read the ETag again after an upload',
      evidence: [FILES.summary],
    },
  ];
}
