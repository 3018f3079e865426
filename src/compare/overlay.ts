/** The charts of two loads on one axis of seconds. */
import type { Evidence } from '../judge/evidence.ts';
import type { ChartScene, Series } from '../page/data.ts';
import { bandsOf, limitLines } from '../report/page/marks.ts';
import { seriesOf } from '../report/page/series.ts';

/** With more lines than these of each run nobody could tell them apart. */
const SHOWN = ['requests', 'p95', 'median', 'failed', 'cpu', 'held', 'working-set'];

type Charted = ReturnType<typeof seriesOf>;

/** Bands and limits are those of the later load. */
export function overlay(before: Evidence, after: Evidence): ChartScene {
  const [earlier, later] = [seriesOf(before), seriesOf(after)];
  const time = [...new Set([...earlier.time, ...later.time])].sort((a, b) => a - b);
  const pairs = SHOWN.map((id) => [
    ...onAxis(time, earlier, id, 'before'),
    ...onAxis(time, later, id, 'after'),
  ]);
  return {
    profile: after.profile.name,
    scenario: after.scenario.name,
    time,
    series: pairs.filter(({ length }) => length === 2).flat(),
    bands: bandsOf(after),
    markers: [],
    limits: limitLines(after),
  };
}

function onAxis(
  time: number[],
  { time: own, series }: Charted,
  id: string,
  side: 'before' | 'after',
): Series[] {
  return series
    .filter((each) => each.id === id)
    .map(({ values, label, ...rest }) => {
      const at = new Map(own.map((second, index) => [second, values[index] ?? null]));
      return {
        ...rest,
        label: `${label} ${side}`,
        values: time.map((second) => at.get(second) ?? null),
        side,
      };
    });
}
