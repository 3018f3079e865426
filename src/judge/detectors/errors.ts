/** Which kind of error, how many, and since when. Whether the share as a whole is too high is for `limits` to say. */
import { K6_METRIC, type Status } from '../../contract/contract.ts';
import { FILES } from '../../store/store.ts';
import { momentText, msText, percentText } from '../../text/numbers.ts';
import type { Found } from '../detector.ts';
import { connectionLimit } from '../errors/connection-limit.ts';
import { type ErrorPattern, patternOf } from '../errors/error-pattern.ts';
import { ERROR_WORDS, type PlainKind, TOLD_ELSEWHERE } from '../errors/error-words.ts';
import { type Failing, onlyFailing, worstFailing, worstOutage } from '../errors/operation-errors.ts';
import { refusedUploads } from '../errors/refused-uploads.ts';
import { s3CodeOf } from '../errors/s3-code.ts';
import { mayBeSlowness, sentSeconds } from '../errors/timeouts.ts';
import { type Evidence, errorCounts, statOf } from '../evidence.ts';
import { ladderOf } from '../load/ladder.ts';
import { periodsOf } from '../load/periods.ts';
import { steadySeconds } from '../load/steady.ts';
import { errorLine } from '../logs/last-words.ts';
import { errorMark, statusAgainst } from '../pass-mark.ts';
import { worst } from '../status.ts';
import { hasEnded, UNANSWERED } from './crash.ts';
import { judgeHang } from './hang.ts';
import { judgeStorageFull, LOGGED_AS } from './storage-full.ts';

/** Of all operations; what is rarer and comes in no burst is noise of a network. */
const MIN_SHARE = 0.01;
/** A service of which so much fails to the end of the load has broken, however late in the load that began. */
const NEARLY_ALL = 0.9;

/** Of what one operation failed with, so much is of one kind … */
const MIN_OF_FAILED = 0.5;
/** … and it fails so many times as often as all operations together. */
const TELLING_TIMES = 1.5;

/** Clients do not notice them, and go on with what was not done. No network makes them: a few are told however rare they are. */
const UNSEEN: PlainKind[] = ['false_success', 'no_id'];
const MIN_UNSEEN = 3;

/** A third, less what the edges of seconds take. */
const MAX_OUT_SHARE = 0.3;

interface Errors {
  kind: PlainKind;
  count: number;
  share: number;
  pattern: ErrorPattern | undefined;
}

export function judgeErrors(evidence: Evidence): Found[] {
  const mark = errorMark(evidence.scenario);
  const all = errorsOf(evidence, mark.critical);
  const share = all.reduce((sum, errors) => sum + errors.share, 0);
  const [most] = all;
  const failing = most && failingBy(most, evidence);
  const shown = all.filter(
    (errors) =>
      errors.share >= MIN_SHARE ||
      errors.pattern?.burst ||
      (UNSEEN.includes(errors.kind) && errors.count >= MIN_UNSEEN) ||
      (errors === most && (failing?.share ?? 0) >= MIN_SHARE),
  );
  return shown.map((errors, index) => {
    if (index > 0)
      return findingOf(
        errors,
        worst([statusAgainst(mark, errors.share), statusOf(errors, evidence)]),
        evidence,
      );
    // The most frequent kind answers for all of them, so that the worst that is said has a name.
    const shares = [share, ...(failing !== undefined && mustBeBorne(evidence) ? [failing.share] : [])];
    const status = worst([
      ...shares.map((each) => statusAgainst(mark, each)),
      statusOf(errors, evidence),
      statusOfOutage(evidence),
    ]);
    return findingOf(errors, status, evidence, operationText(failing, evidence));
  });
}

/** The operation that it mostly hits, and oftener than its share of all operations says. */
function failingBy({ count, share }: Errors, evidence: Evidence): Failing | undefined {
  const failing = worstFailing(evidence);
  return failing !== undefined &&
    count >= MIN_OF_FAILED * failing.failed &&
    failing.share >= TELLING_TIMES * share
    ? failing
    : undefined;
}

/** A run that happened to go on for longer would have had a higher share of what does not end any more. */
function statusOf({ kind, pattern }: Errors, evidence: Evidence): Status {
  if (isBroken(pattern)) return 'critical';
  const isTold =
    (pattern?.burst && !isPartOfBreak(kind, pattern, evidence)) ||
    UNSEEN.includes(kind) ||
    (kind === 'reset' && isCutByService(evidence));
  return isTold ? 'warning' : 'healthy';
}

/** No network lies between us and a service on this machine; under a load that must be borne it cuts no connection by right. */
function isCutByService(evidence: Evidence): boolean {
  return evidence.run.target.startedByUs && mustBeBorne(evidence);
}

/** What begins where a ladder breaks, or above it, is how it breaks. */
function isPartOfBreak(kind: PlainKind, pattern: ErrorPattern, evidence: Evidence): boolean {
  const { firstBad } = ladderOf(evidence) ?? {};
  return firstBad !== undefined && beganSeconds(kind, pattern, evidence) >= firstBad.approachedSeconds;
}

/** The upper levels of a ladder are there to break the service; where is for `breaking-point` to say. */
function mustBeBorne(evidence: Evidence): boolean {
  return steadySeconds(evidence) > 0;
}

/** Who needs just that operation finds the service away, however well the others do. */
function statusOfOutage(evidence: Evidence): Status {
  return (worstOutage(evidence)?.share ?? 0) >= MAX_OUT_SHARE ? 'critical' : 'healthy';
}

function isBroken(pattern: ErrorPattern | undefined): boolean {
  return (pattern?.lastingShare ?? 0) >= NEARLY_ALL;
}

function errorsOf(evidence: Evidence, burstShare: number): Errors[] {
  const { passes = 0, fails = 0 } = evidence.summary?.metrics[K6_METRIC.opFailed]?.values ?? {};
  const explained = explainedKinds(evidence);
  const periods = periodsOf(evidence);
  return errorCounts(evidence.summary).flatMap(({ kind, count }) =>
    isPlain(kind) && !explained.includes(kind)
      ? [{ kind, count, share: count / (passes + fails), pattern: patternOf(periods, kind, burstShare) }]
      : [],
  );
}

function isPlain(kind: string): kind is PlainKind {
  return !(TOLD_ELSEWHERE as readonly string[]).includes(kind);
}

/** What follows from a finding that was made already. */
function explainedKinds(evidence: Evidence): readonly string[] {
  if (hasEnded(evidence)) return UNANSWERED;
  return [
    ...(judgeHang(evidence).length > 0 ? ['timeout'] : []),
    ...judgeStorageFull(evidence).flatMap(({ metric }) =>
      metric === K6_METRIC.errorPrefix + LOGGED_AS ? [LOGGED_AS] : [],
    ),
  ];
}

function findingOf(
  { kind, count, share, pattern }: Errors,
  status: Status,
  evidence: Evidence,
  operation = '',
): Found {
  const { what, advice, sees } = ERROR_WORDS[kind];
  const s3 = s3CodeOf(kind, count, evidence);
  const refusal = s3 === undefined ? what : `were refused with ${s3.code} (status ${s3.status})`;
  return {
    detector: 'errors',
    status,
    metric: K6_METRIC.errorPrefix + kind,
    value: count,
    unit: 'count',
    message: `${percentText(share)} of the operations ${refusal}${whenText(kind, pattern, evidence)}: ${count} of ${Math.round(count / share)}${othersText(kind, evidence)}${operation}`,
    ...(pattern === undefined ? {} : { atSeconds: beganSeconds(kind, pattern, evidence) }),
    ...(kind === 'timeout' ? { restsOnTiming: mayBeSlowness(evidence) } : {}),
    ...(status === 'healthy'
      ? {}
      : { advice, ...(sees === undefined ? {} : { sees }), ...causeOf(kind, pattern, evidence, s3?.cause) }),
    evidence: [FILES.summary, FILES.timeline, FILES.targetLog],
  };
}

function whenText(kind: PlainKind, pattern: ErrorPattern | undefined, evidence: Evidence): string {
  if (pattern === undefined) return '';
  // Who waits for an answer asks nothing: when timeouts come is k6's rhythm, not the service's.
  if (kind === 'timeout') return `, the first sent at ${momentText(beganSeconds(kind, pattern, evidence))}`;
  return isBroken(pattern) ? `, and ${pattern.text} nearly all` : `, ${pattern.text}`;
}

/** An error is counted when it is noticed. */
function beganSeconds(kind: PlainKind, { fromSeconds }: ErrorPattern, evidence: Evidence): number {
  return kind === 'timeout' ? sentSeconds(fromSeconds, evidence) : fromSeconds;
}

/** `; only upload fails, for 10 s in every 30`, `; only upload fails, in 8.2 % of its requests` */
function operationText(failing: Failing | undefined, evidence: Evidence): string {
  const only = onlyFailing(evidence);
  const outage = worstOutage(evidence);
  if (outage !== undefined && (only === undefined || only === outage.op)) {
    const verb = only === undefined ? 'is out' : 'fails';
    return `; ${only === undefined ? '' : 'only '}${outage.op} ${verb}, ${outage.text}`;
  }
  const often = failing === undefined ? '' : `, in ${percentText(failing.share)} of its requests`;
  if (only !== undefined) return `; only ${only} fails${failing?.op === only ? often : ''}`;
  return failing === undefined ? '' : `; ${failing.op} fails most${often}`;
}

/** A service that answers all others at once is not slow. */
function othersText(kind: PlainKind, { summary }: Evidence): string {
  const median = statOf(summary, K6_METRIC.opDuration, 'med');
  return kind !== 'timeout' || median === undefined ? '' : `; the others took a median of ${msText(median)}`;
}

/** The service itself knows best; then the kind and its beginning tell. */
function causeOf(
  kind: PlainKind,
  pattern: ErrorPattern | undefined,
  evidence: Evidence,
  told: string | undefined,
): Partial<Found> {
  const { cause, causeOfChange, logged } = ERROR_WORDS[kind];
  const refused = refusedUploads(kind, evidence);
  if (refused !== undefined) return refused;
  const limited = kind === 'timeout' ? connectionLimit(evidence) : undefined;
  if (limited !== undefined) return { ...limited, isExplained: true };
  const said = logged ? errorLine(evidence.logTail) : undefined;
  if (said !== undefined) return { cause: `${FILES.targetLog} says: ${said}` };
  if (told !== undefined) return { cause: told };
  return pattern?.lastingShare !== undefined && causeOfChange !== undefined
    ? { cause: causeOfChange, also: [`there was none before ${momentText(pattern.fromSeconds)}`] }
    : { cause };
}
