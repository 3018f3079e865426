/** Is a file there that the service acknowledged? One that is not is critical: the service loses data. */
import { K6_METRIC } from '../../contract/contract.ts';
import { FILES } from '../../store/store.ts';
import { countedText, momentText } from '../../text/numbers.ts';
import type { Found } from '../detector.ts';
import { DOWNLOADING, filesText, withShare } from '../errors/hurt-files.ts';
import { countOf, type Evidence, statOf } from '../evidence.ts';
import { failuresIn, firstSeen, type Period, periodsOf } from '../load/periods.ts';

const METRIC = `${K6_METRIC.errorPrefix}lost_file`;
/** What is asked of files that must be there. */
const ASKING = [...DOWNLOADING, 'remove'];
/** A service that answers 404 to nearly everything has not lost the files but its routes. */
const NEARLY_ALL = 0.9;

export function judgeLostFile(evidence: Evidence): Found[] {
  const { summary } = evidence;
  const periods = periodsOf(evidence);
  const elsewhere = withAllElse(periods);
  const lost = countOf(summary, METRIC) - elsewhere;
  if (lost <= 0) return [];
  const first = firstSeen(periods, 'lost_file');
  const uploads = statOf(summary, `${K6_METRIC.opDuration}{op:upload}`, 'count');
  const of = uploads === undefined ? '' : `; it acknowledged ${countedText(uploads, 'upload')}`;
  // Which files were missed with all else, and so are not lost, nobody has counted.
  const files = elsewhere > 0 ? '' : filesText('lost_file', evidence);
  return [
    {
      detector: 'lost-file',
      status: 'critical',
      metric: METRIC,
      value: lost,
      limit: 0,
      unit: 'count',
      message: `${withShare(lost, 'request', ASKING, evidence)} did not find a file that the service had acknowledged (404 or 410)${first === undefined ? '' : `, first at ${momentText(first)}`}${files}${of}`,
      ...(first === undefined ? {} : { atSeconds: first }),
      cause:
        'files are acknowledged before they are stored, removed too early, given the id of another file, or stored where the next request does not look',
      advice:
        'acknowledge an upload only after the file has its final name on disk; look for errors swallowed after the response, a clean-up job, ids made of the time, and workers that do not share storage',
      evidence: [FILES.summary, FILES.timeline, FILES.targetLog],
    },
  ];
}

/** Those that were missed while everything else was missed too, or right before or after. */
function withAllElse(periods: Period[]): number {
  const gone = periods.map(isAllGone);
  return periods
    .filter((_, index) => gone[index - 1] || gone[index] || gone[index + 1])
    .reduce((sum, period) => sum + failuresIn(period, ['lost_file']), 0);
}

function isAllGone(period: Period): boolean {
  const missed = failuresIn(period, ['http_4xx', 'lost_file']);
  return failuresIn(period, ['http_4xx']) > 0 && missed >= NEARLY_ALL * period.ended;
}
