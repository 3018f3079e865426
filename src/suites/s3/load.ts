/** What a configuration changes of a scenario's load and marks. Pure. */
import type { Leg, Limit, S3Load } from '../../contract/contract.ts';
import { PART_BYTES, SIZE_CLASSES, type SizeClass } from '../../shared/s3/sizes.ts';

/** What is asked of all scenarios, and of some by the last part of their names. */
interface Asked extends Pick<S3Load, 'users' | 'spawnRate' | 'durationSeconds'> {
  exportIntervalSeconds?: number;
  metricsPort?: number;
  scenarios?: Record<string, S3Load & { bytes?: number }>;
}

/** @returns undefined where nothing is asked of this scenario */
export function s3LoadOf(
  { users, spawnRate, durationSeconds, exportIntervalSeconds, metricsPort, scenarios = {} }: Asked,
  scenario: string,
): S3Load | undefined {
  const { bytes, ...own } = scenarios[scenario.replace(/^s3\//, '')] ?? {};
  const load: S3Load = {
    ...(users === undefined ? {} : { users }),
    ...(spawnRate === undefined ? {} : { spawnRate }),
    ...(durationSeconds === undefined ? {} : { durationSeconds }),
    ...(exportIntervalSeconds === undefined && metricsPort === undefined ? {} : { exports: true as const }),
    ...own,
    ...(bytes === undefined ? {} : { sizes: { whole: { share: 1, bytes: [bytes, bytes] } } }),
  };
  return Object.keys(load).length === 0 ? undefined : load;
}

/** Users come at the rate that is asked for, within the length that the load has in any case. */
export function spawned(legs: Leg[], spawnRate: number | undefined): Leg[] {
  const [ramp, hold, ...more] = legs;
  if (spawnRate === undefined || ramp?.move !== 'ramp' || hold?.move !== 'hold' || more.length > 0)
    return legs;
  const all = ramp.seconds + hold.seconds;
  const seconds = Math.min(Math.max(1, Math.round(hold.level / spawnRate)), all - 1);
  return [
    { ...ramp, seconds },
    { ...hold, seconds: all - seconds },
  ];
}

/** What an iteration has of bodies in memory at once: what is larger goes up in parts. @param usual without a configuration */
export function bodyBytesOf({ sizes = {}, pool }: S3Load, usual: number | undefined): number | undefined {
  const classes = Object.keys(sizes) as SizeClass[];
  const largest = classes.map((size) => sizes[size]?.bytes?.[1] ?? SIZE_CLASSES[size][1]);
  const configured = [...largest, ...(pool?.bytes === undefined ? [] : [pool.bytes])];
  return configured.length === 0 ? usual : Math.min(PART_BYTES, Math.max(...configured));
}

/** What is not in the mix, or of a size that does not come, has nothing to be judged. */
export function playedLimits(limits: Limit[], { mix, sizes }: S3Load): Limit[] {
  return limits.filter(({ metric }) => {
    const op = /\{op:(\w+)\}$/.exec(metric)?.[1];
    const [, what = '', size] =
      /^(put|get|list|delete)(?:_(small|medium|large))?(?:_\w+)?$/.exec(op ?? '') ?? [];
    if (mix !== undefined && what !== '' && !mix[what as keyof typeof mix]) return false;
    return size === undefined || sizes === undefined || sizes[size as keyof typeof sizes] !== undefined;
  });
}
