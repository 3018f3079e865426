/** Chosen series of all scenarios of a run as one CSV, by the second: for whoever draws and reckons elsewhere. */
import { join } from 'node:path';
import { SAMPLE_NAMES, type SampleName } from '../../contract/contract.ts';
import { BurstboxError } from '../../errors.ts';
import { type Evidence, readEvidence } from '../../judge/evidence.ts';
import { shownFolder } from '../../judge/repeats.ts';
import { FILES, isFilled, readRun, readVerdict } from '../../store/store.ts';
import { didYouMean } from '../../text/spelling.ts';
import { columnTitle, readSecond } from '../page/series.ts';
import { type Declared, SERIES } from '../page/series-list.ts';
import { csvText } from './csv.ts';

interface Column {
  title: string;
  read: Declared['read'];
}

/**
 * @param names columns of series.csv, names of samples.ndjson, or a metric of k6 and its statistic: `op_duration{op:upload}:p(95)`;
 * none: all columns of series.csv
 * @throws BurstboxError usage when the run has no such series, results when it was not judged yet
 */
export function seriesCsv(runFolder: string, names: string[]): string {
  const run = readRun(runFolder);
  const scenes = readVerdict(runFolder).profiles.flatMap(({ name, scenarios }) => {
    const profile = run.profiles.find((each) => each.name === name);
    return scenarios.flatMap((judged) => {
      const scenario = run.scenarios.find((each) => each.name === judged.name);
      const folder = shownFolder(runFolder, name, judged);
      if (profile === undefined || scenario === undefined || !isFilled(join(folder, FILES.outcome)))
        return [];
      return [{ box: name, scenario: judged.name, evidence: readEvidence(folder, run, profile, scenario) }];
    });
  });
  const columns = names.length === 0 ? SERIES.map(declared) : names.map((name) => columnOf(name, scenes));
  const rows = scenes.flatMap(({ box, scenario, evidence }) => {
    const { seconds, values } = readSecond(
      evidence,
      columns.map(({ read }) => read),
    );
    return seconds.map((second) => [
      box,
      scenario,
      second,
      ...values.map((column) => column[second] ?? null),
    ]);
  });
  return csvText([['box', 'scenario', 'second', ...columns.map(({ title }) => title)], ...rows]);
}

function declared(each: Declared): Column {
  return { title: columnTitle(each), read: each.read };
}

function columnOf(name: string, scenes: { evidence: Evidence }[]): Column {
  const known = SERIES.find((each) => columnTitle(each) === name);
  if (known !== undefined) return declared(known);
  if ((SAMPLE_NAMES as readonly string[]).includes(name))
    return { title: name, read: ({ sample }) => sample?.values[name as SampleName] };
  const at = name.lastIndexOf(':');
  const [metric, stat] = [name.slice(0, at), name.slice(at + 1)];
  if (
    scenes.some(({ evidence }) =>
      evidence.timeline.some(({ values }) => values[metric]?.[stat] !== undefined),
    )
  )
    return { title: name, read: ({ load }) => load?.values[metric]?.[stat] };
  const hint = didYouMean(name, [...SERIES.map(columnTitle), ...SAMPLE_NAMES]);
  throw new BurstboxError(
    'usage',
    `export csv: the run has no series "${name}"${hint.startsWith(' (') ? hint : '; expected a column of series.csv, a name in samples.ndjson, or METRIC:STATISTIC of k6 such as op_duration{op:upload}:p(95)'}`,
    { name },
  );
}
