/** Did downloads bring back what was uploaded? Other bytes, or fewer, are critical: the service damages data. */
import { type FileErrorKind, K6_METRIC } from '../../contract/contract.ts';
import { FILES } from '../../store/store.ts';
import { countedText, momentText, percentText } from '../../text/numbers.ts';
import type { Found } from '../detector.ts';
import { DOWNLOADING, filesText, withShare } from '../errors/hurt-files.ts';
import { countOf, type Evidence } from '../evidence.ts';
import { firstSeen, periodsOf } from '../load/periods.ts';
import { hasEnded } from './crash.ts';

interface Damage {
  kind: FileErrorKind;
  what: string;
  cause: string;
  advice: string;
}

const WRONG: Damage = {
  kind: 'wrong_bytes',
  what: 'returned bytes that differ from the upload',
  cause: 'content was changed, mixed with that of other files, or has grown',
  advice:
    'look for a buffer shared by two requests, a file that is read while it is being written, and compression or re-encoding on the way',
};
const SHORT: Damage = {
  kind: 'short_body',
  what: 'returned fewer bytes than were uploaded',
  cause:
    'a response was cut off, announced the wrong length, or was not the file at all but an error page with status 200',
  advice:
    'download a file again and again until it comes back short, and look at the response; look for a stream that is closed early or fails silently, and for a Content-Length that is taken before the content is complete',
};

export function judgeBytes(evidence: Evidence): Found[] {
  const { needs } = evidence.scenario;
  // Not every scenario of object storage reads.
  const reads = ['download', 'batch'].some((need) => needs.some((each) => each === need));
  const compares = countOf(evidence.summary, K6_METRIC.bytesChecked) > 0;
  if (!reads && !needs.includes('s3')) return [];
  // What a process that died was sending is broken off by its death.
  const damages = hasEnded(evidence) ? [WRONG] : [WRONG, SHORT];
  const found = damages.flatMap((damage) => damaged(damage, evidence));
  return found.length > 0 ? found : reads || compares ? [undamaged(evidence)] : [];
}

function damaged({ kind, what, cause, advice }: Damage, evidence: Evidence): Found[] {
  const count = countOf(evidence.summary, K6_METRIC.errorPrefix + kind);
  if (count === 0) return [];
  const first = firstSeen(periodsOf(evidence), kind);
  return [
    {
      ...finding('critical', kind, count),
      message: `${countText(count, kind, evidence)} ${what}${first === undefined ? '' : `, first at ${momentText(first)}`}${filesText(kind, evidence)}; ${comparedText(evidence)}`,
      ...(first === undefined ? {} : { atSeconds: first }),
      cause,
      advice,
    },
  ];
}

/** Wrong bytes are found among those that were compared, as long as they were so many. */
function countText(count: number, kind: Damage['kind'], evidence: Evidence): string {
  const compared = countOf(evidence.summary, K6_METRIC.bytesChecked);
  return kind === 'wrong_bytes' && count <= compared
    ? `${countedText(count, 'download')} (${percentText(count / compared)} of the ${compared} compared)`
    : withShare(count, 'download', DOWNLOADING, evidence);
}

function undamaged(evidence: Evidence): Found {
  const compared = countOf(evidence.summary, K6_METRIC.bytesChecked);
  const none = finding(compared > 0 ? 'healthy' : 'unknown', 'wrong_bytes', 0);
  return compared > 0
    ? { ...none, message: `downloads returned what was uploaded; ${comparedText(evidence)}` }
    : { ...none, message: 'no download succeeded, so none could be compared byte for byte' };
}

function comparedText({ summary }: Evidence): string {
  return `${countOf(summary, K6_METRIC.bytesChecked)} were compared byte for byte, the others by their length`;
}

function finding(status: Found['status'], kind: FileErrorKind, value: number): Omit<Found, 'message'> {
  return {
    detector: 'bytes',
    status,
    metric: K6_METRIC.errorPrefix + kind,
    value,
    limit: 0,
    unit: 'count',
    evidence: [FILES.summary, FILES.timeline],
  };
}
