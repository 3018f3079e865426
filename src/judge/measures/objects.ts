/** What is measured of object storage besides what is measured of every operation. */
import { K6_METRIC } from '../../contract/contract.ts';
import { zipfShare } from '../../shared/s3/zipf.ts';
import type { FirstError, ObjectError, ObjectOperation, ObjectsRecord } from '../../store/records/records.ts';
import { type Evidence, statOf } from '../evidence.ts';
import { playedSeconds } from '../load/load-clock.ts';
import { allowedCpus } from '../resources/allowed-cpus.ts';
import { shortageAtPeak } from '../resources/machine-cpu.ts';
import { busyCpus, isUsedUp, throttledShare } from '../resources/pressure.ts';

const MB = 1_000_000;
const OPERATION = new RegExp(`^${K6_METRIC.opFailed}\\{op:(\\w+)\\}$`);
const CODE = new RegExp(`^${K6_METRIC.s3Errors}\\{code:(\\w+)\\}$`);
/** A server may say anything; what is shown of it is no more than an id. */
const NO_ID = /[^\w+/=.:-]/g;
const USUAL_POOL = 100;
/** Of the keys, the most popular: see src/k6/s3/pool.ts. */
const HOT_SHARE = 0.1;
/** Throttled in every second period, a service has all that its box gives. */
const THROTTLED_SHARE = 0.5;

/** Undefined for a scenario of another kind. */
export function objectsOf(evidence: Evidence): ObjectsRecord | undefined {
  if (!evidence.scenario.needs.includes('s3')) return undefined;
  const access = accessOf(evidence);
  return {
    operations: operationsIn(evidence),
    errors: errorsIn(evidence),
    ...(access === undefined ? {} : { access }),
    ...(evidence.scenario.name === 's3/bandwidth' ? { endedBy: endOf(evidence) } : {}),
  };
}

function operationsIn(evidence: Evidence): ObjectOperation[] {
  const { summary } = evidence;
  const seconds = playedSeconds(evidence);
  if (seconds <= 0) return [];
  return Object.entries(summary?.metrics ?? {}).flatMap(([metric, { values }]) => {
    const op = OPERATION.exec(metric)?.[1];
    const count = (values.passes ?? 0) + (values.fails ?? 0);
    if (op === undefined || count === 0) return [];
    const bytes = statOf(summary, `${K6_METRIC.s3Bytes}{op:${op}}`, 'count') ?? 0;
    const ms = (stat: string) => statOf(summary, `${K6_METRIC.opDuration}{op:${op}}`, stat);
    return known({
      operation: op,
      perSecond: count / seconds,
      failedShare: values.rate ?? 0,
      megabytesPerSecond: bytes === 0 ? undefined : bytes / MB / seconds,
      medianMs: ms('med'),
      p95Ms: ms('p(95)'),
      p99Ms: ms('p(99)'),
      p999Ms: ms('p(99.9)'),
      firstByteP95Ms: statOf(summary, `${K6_METRIC.s3FirstByte}{op:${op}}`, 'p(95)'),
    });
  });
}

function known(operation: { [Key in keyof ObjectOperation]-?: ObjectOperation[Key] | undefined }) {
  const entries = Object.entries(operation).filter(([, value]) => value !== undefined);
  return [Object.fromEntries(entries) as unknown as ObjectOperation];
}

/** How often the server gave each code of S3. */
function errorsIn({ summary, firstErrors = [] }: Evidence): ObjectError[] {
  const codes = Object.entries(summary?.metrics ?? {}).flatMap(([metric, { values }]) => {
    const code = CODE.exec(metric)?.[1];
    return code === undefined || !values.count ? [] : [{ code, count: values.count }];
  });
  const names = codes.map(({ code }) => code);
  return codes
    .map(({ code, count }) => {
      const first = firstErrors.find(
        (each) => (names.includes(each.code ?? '') ? each.code : 'other') === code,
      );
      return { code, count, ...(first === undefined ? {} : { first: shown(first, code) }) };
    })
    .sort((a, b) => b.count - a.count);
}

function shown({ operation, status, code, requestId }: FirstError, counted: string): FirstError {
  const clean = (text: string | undefined) => (text === 'none' ? undefined : text?.replace(NO_ID, '?'));
  const [own, id] = [clean(code), clean(requestId)];
  return {
    operation,
    status,
    ...(own === undefined || own === counted ? {} : { code: own }),
    ...(id === undefined ? {} : { requestId: id }),
  };
}

function accessOf({ summary, scenario }: Evidence): ObjectsRecord['access'] {
  const count = (op: string) => statOf(summary, `${K6_METRIC.opDuration}{op:${op}}`, 'count') ?? 0;
  const [hot, cold] = [count('get_hot'), count('get_cold')];
  if (hot + cold === 0) return undefined;
  const { objects = USUAL_POOL, access = 'zipf' } = scenario.s3?.pool ?? {};
  const popular = Math.round(HOT_SHARE * objects);
  const median = (op: string) => statOf(summary, `${K6_METRIC.s3FirstByte}{op:${op}}`, 'med') ?? 0;
  const [fast, slow] = [median('get_hot'), median('get_cold')];
  return {
    hotShare: hot / (hot + cold),
    declaredHotShare: access === 'zipf' ? zipfShare(popular, objects) : popular / objects,
    ...(fast > 0 && slow > 0 ? { coldByHot: slow / fast } : {}),
  };
}

/** Who had no CPU left to give; with both, each waits for the other. */
function endOf(evidence: Evidence): NonNullable<ObjectsRecord['endedBy']> {
  const busy = busyCpus(evidence);
  const isBox =
    (throttledShare(evidence) ?? 0) > THROTTLED_SHARE ||
    (busy !== undefined && isUsedUp(busy, allowedCpus(evidence)));
  const isGenerator = shortageAtPeak(evidence)?.who === 'generator';
  if (isBox) return isGenerator ? 'both' : 'box';
  return isGenerator ? 'generator' : 'neither';
}
