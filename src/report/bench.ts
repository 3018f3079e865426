/**
 * bench.txt: the run in Go's benchmark format, so that `benchstat old.txt new.txt` compares two of them. One line for
 * each profile, scenario and repeat, the name the same for every repeat.
 */
import { type Evidence, readEvidence } from '../judge/evidence.ts';
import { MEASURES, operationsOf } from '../judge/measures/measures.ts';
import { evidenceOf, type Played, runSide, type Side } from '../judge/measures/side.ts';
import { benchHeader, benchLine } from '../text/go-bench-format.ts';

/** Of object storage there are many; those that nothing was measured of are left out. */
const OF_OBJECTS = /-(p95|rate)$/;

/** @param read of the stored evidence of one repeat */
export function benchText(runFolder: string, read = readEvidence): string {
  const side = runSide(runFolder);
  const { machine, target } = side.run;
  const measured = inOrderOfPlay(side).flatMap(({ played, folder }) =>
    evidenceOf(side, played, folder, read).flatMap((evidence) => repeatLine(played, evidence)),
  );
  const lines = [
    ...benchHeader(machine.os.split(' ')[0] ?? '', machine.arch, `burstbox/${word(target.name)}`),
    ...MEASURES.filter(
      ({ id, unit }) => !OF_OBJECTS.test(id) || measured.some((line) => line.includes(` ${unit}`)),
    ).map(({ unit, better }) => `Unit ${unit} better=${better}`),
    ...measured,
  ];
  return `${lines.join('\n')}\n`;
}

/** `BenchmarkPingOpen/profile=t3-micro`. A last part such as `-4` would be read as GOMAXPROCS. */
export function benchName(scenario: string, profile: string): string {
  const title = word(scenario)
    .split(/[^A-Za-z0-9]+/)
    .map((part) => part.slice(0, 1).toUpperCase() + part.slice(1))
    .join('');
  return `Benchmark${title}/profile=${word(profile).replace(/-(\d+)$/, '_$1')}`;
}

/** All repeats of a scenario begin with the first: as they were played, all scenarios once and then again. */
function inOrderOfPlay({ played }: Side): { played: Played; folder: string }[] {
  const most = played.reduce((highest, { folders }) => Math.max(highest, folders.length), 0);
  return Array.from({ length: most }, (_, index) => index).flatMap((index) =>
    played.flatMap((each) => {
      const folder = each.folders[index];
      return folder === undefined ? [] : [{ played: each, folder }];
    }),
  );
}

/** None when nothing was measured. */
function repeatLine({ scenario, profile }: Played, evidence: Evidence): string[] {
  const operations = operationsOf(evidence);
  if (operations === undefined) return [];
  const measured = MEASURES.flatMap(({ unit, read }): [number, string][] => {
    const value = read(evidence);
    return value === undefined ? [] : [[value, unit]];
  });
  return [benchLine(benchName(scenario, profile), operations, measured)];
}

/** Spaces would end a name. */
function word(text: string): string {
  return text.replace(/[^A-Za-z0-9._/-]+/g, '_');
}
