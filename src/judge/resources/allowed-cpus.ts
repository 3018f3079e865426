/** How much CPU the box allowed: it is read back with every sample, because it may change in the middle of a load. */
import { type Evidence, highest, type Point, series } from '../evidence.ts';

type Allowing = Pick<Evidence, 'samples' | 'profile'>;

/** Mean over the time of these samples; where nothing was read back, what was put on; undefined without a limit. */
export function allowedCpus({ samples, profile }: Allowing): number | undefined {
  return meanOverTime(readBack(samples)) ?? profile.limits?.cpus;
}

/** The least and the most that was allowed, where it changed; undefined where one limit held all the time. */
export function allowedRange({
  samples,
}: Pick<Evidence, 'samples'>): { least: number; most: number } | undefined {
  const points = readBack(samples);
  const most = highest(points) ?? 0;
  const least = points.reduce((lowest, { value }) => Math.min(lowest, value), most);
  return least === most ? undefined : { least, most };
}

/** Of a limit that was gone the doubt about limits tells. */
function readBack(samples: Evidence['samples']): Point[] {
  return series(samples, 'cgroup_cpu_limit')
    .filter(({ value }) => value >= 0)
    .map(({ t, value }) => ({ t, value: rounded(value) }));
}

/** A limit holds until the next reading. */
function meanOverTime(points: Point[]): number | undefined {
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const seconds = last.t - first.t;
  if (seconds <= 0) return last.value;
  return rounded(
    points.reduce((sum, { t, value }, at) => sum + value * ((points[at + 1]?.t ?? t) - t), 0) / seconds,
  );
}

/** The kernel keeps it as a whole number of microseconds. */
function rounded(cpus: number): number {
  return Number(cpus.toPrecision(3));
}
