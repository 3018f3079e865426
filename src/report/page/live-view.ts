/** A run while it goes on, as the page of `--live` shows it: the series of report.html, second by second. */
import type { Sample, Status } from '../../contract/contract.ts';
import { criticalMemoryBytes } from '../../judge/detectors/memory.ts';
import type { ChartScene } from '../../page/data.ts';
import type { Certain, LivePage, LiveSecond } from '../../page/live-data.ts';
import { heldBytes } from '../../store/held-memory.ts';
import type { RunRecord, ScenarioPlan } from '../../store/records/records.ts';
import type { Snapshot } from '../../store/timeline.ts';
import { mibText } from '../../text/numbers.ts';
import { bandsOf, limitLines } from './marks.ts';
import { type Reading, SERIES } from './series-list.ts';

export interface LiveSubject {
  profile: RunRecord['profiles'][number];
  scenario: ScenarioPlan;
}

export interface LiveView {
  page(): LivePage;
  begin(index: number, of: number, title: string, subject: LiveSubject): void;
  /** Undefined before the load, and for a second that is there already. */
  read(load: Snapshot | undefined, sample: Sample): { second: LiveSecond; certain: Certain[] } | undefined;
  /** What no later second can undo, found elsewhere; undefined when it was said before. */
  certain(what: string, atSeconds: number, text: string): Certain | undefined;
  verdict(status: Status, message: string): void;
}

/** A soak of a day has more seconds than a page draws while it grows; the report has all of them. */
const MAX_SECONDS_SHOWN = 1800;
/** A limit that stays the same is a line of its own. */
const SHOWN = SERIES.filter(({ isChange }) => !isChange);
const NO_SCENE: ChartScene = {
  profile: '',
  scenario: '',
  time: [],
  series: [],
  bands: [],
  markers: [],
  limits: [],
};

export function liveView(target: string, faults: string[]): LiveView {
  const page: LivePage = {
    schema: 'burstbox/live-page/1',
    target,
    faults,
    index: 0,
    of: 0,
    title: '',
    scene: NO_SCENE,
    certain: [],
    verdicts: [],
  };
  let turn: Turn | undefined;
  return {
    page: () => page,
    begin(index, of, title, subject) {
      turn = { subject, told: new Set() };
      Object.assign(page, { index, of, title, scene: sceneOf(subject), certain: [] });
    },
    read(load, sample) {
      if (turn === undefined) return undefined;
      turn.beganMs ??= hasBegun(load) ? sample.t : undefined;
      if (turn.beganMs === undefined) return undefined;
      const second = Math.round((sample.t - turn.beganMs) / 1000);
      const reading = { ...(load === undefined ? {} : { load }), sample };
      const values = SHOWN.map(({ read }) => finite(read(reading, turn?.before)));
      const certain = certainIn(turn, reading, second);
      turn.before = reading;
      if (second <= (page.scene.time.at(-1) ?? -1)) return undefined;
      append(page.scene, { second, values });
      page.certain.push(...certain);
      return { second: { second, values }, certain };
    },
    certain(what, atSeconds, text) {
      if (turn === undefined || turn.told.has(what)) return undefined;
      turn.told.add(what);
      page.certain.push({ atSeconds, text });
      return page.certain.at(-1);
    },
    verdict(status, message) {
      page.verdicts.push({ title: page.title, status, message });
    },
  };
}

interface Turn {
  subject: LiveSubject;
  beganMs?: number | undefined;
  before?: Reading;
  /** What was said already: it is certain once. */
  told: Set<string>;
}

function sceneOf({ profile, scenario }: LiveSubject): ChartScene {
  return {
    profile: profile.name,
    scenario: scenario.name,
    time: [],
    series: SHOWN.map(({ read: _, ...declared }) => ({ ...declared, values: [] })),
    bands: bandsOf({ scenario }),
    markers: [],
    limits: limitLines({ scenario, profile, samples: [] }),
  };
}

function append({ time, series }: ChartScene, { second, values }: LiveSecond): void {
  time.push(second);
  for (const [index, each] of series.entries()) each.values.push(values[index] ?? null);
  if (time.length <= MAX_SECONDS_SHOWN) return;
  time.shift();
  for (const each of series) each.values.shift();
}

/** What has happened has happened: a verdict comes only when the load is over. */
function certainIn({ subject, before, told }: Turn, { sample }: Reading, second: number): Certain[] {
  const found = factsIn(subject, before?.sample, sample).filter(([what]) => !told.has(what));
  for (const [what] of found) told.add(what);
  return found.map(([, text]) => ({ atSeconds: second, text }));
}

function factsIn(
  { profile }: LiveSubject,
  before: Sample | undefined,
  now: Sample | undefined,
): [what: string, text: string][] {
  if (now === undefined) return [];
  const grew = (name: keyof Sample['values']) => (now.values[name] ?? 0) > (before?.values[name] ?? Infinity);
  const held = heldBytes(now);
  const mark = profile.limits === undefined ? undefined : criticalMemoryBytes(profile.limits.memoryBytes);
  return [
    ...(grew('cgroup_oom_kills_total')
      ? [['oom', 'critical: the kernel OOM-killed a process of the service'] satisfies [string, string]]
      : []),
    ...(grew('process_start_time_seconds')
      ? [['restart', 'critical: the service has started again'] satisfies [string, string]]
      : []),
    ...(held !== undefined && mark !== undefined && held > mark
      ? [
          [
            'memory',
            `critical: the service holds ${mibText(held)}, over the critical mark of ${mibText(mark)}`,
          ] satisfies [string, string],
        ]
      : []),
  ];
}

function hasBegun(load: Snapshot | undefined): boolean {
  return (load?.values.vus?.value ?? 0) > 0 || (load?.values.iterations?.count ?? 0) > 0;
}

function finite(value: number | undefined): number | null {
  return value === undefined || !Number.isFinite(value) ? null : Number(value.toPrecision(4));
}
