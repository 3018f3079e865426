/** What else differs between the two sides, so that a change may come from it. One line each. */

import type { Side } from '../judge/measures/side.ts';
import { peakLevel, totalSeconds } from '../shared/load/shape.ts';
import type { RunRecord, ScenarioPlan } from '../store/records/records.ts';
import { levelText, MIB } from '../text/numbers.ts';
import type { MeasuredScene, Reading } from './readings.ts';

/** A machine's memory as the kernel reports it differs by some MiB from boot to boot. */
const MEMORY_NOISE_SHARE = 0.02;

export function warningsOf({ run: before }: Side, { run: after }: Side): string[] {
  if (before.id === after.id) return ['both sides are the same run'];
  return [
    ...FACTS.flatMap(([what, read]) => different(what, read(before), read(after))),
    ...machineMemory(before, after),
    ...boxes(before, after),
    ...loads(before, after),
    ...[before, after].flatMap(({ id, state }) =>
      state === 'finished' ? [] : [`run ${id} is incomplete: ${state}`],
    ),
  ];
}

/** In how many loads of each side the measurement itself is doubted, of what both sides have. */
export function doubtWarnings(scenes: MeasuredScene[]): string[] {
  const common = scenes.filter(({ before, after }) => before.length > 0 && after.length > 0);
  const [before, after] = [common.flatMap((scene) => scene.before), common.flatMap((scene) => scene.after)];
  const ids = [...new Set([...before, ...after].flatMap(({ doubts }) => doubts))];
  return ids.map((id) => {
    const share = (readings: Reading[]) =>
      `${readings.filter(({ doubts }) => doubts.includes(id)).length} of ${readings.length}`;
    return `doubt ${id}: in ${share(before)} loads before, ${share(after)} after`;
  });
}

const FACTS: [what: string, read: (run: RunRecord) => string][] = [
  ['target', ({ target }) => target.name],
  ['base URL', ({ target }) => target.baseUrl ?? 'started by burstbox'],
  ['planted faults', ({ faults = [] }) => faults.join(', ') || 'none'],
  ['pace', ({ pace }) => pace],
  ['sandbox', ({ sandbox }) => sandbox.driver],
  ['limits enforced', ({ sandbox }) => enforcedText(sandbox.enforces)],
  ['k6', ({ k6 }) => k6.version],
  ['burstbox', ({ burstbox }) => burstbox.version],
  ['machine', ({ machine }) => `${machine.os} ${machine.arch}, ${machine.cores} cores, Node ${machine.node}`],
];

function enforcedText({ cpu, memory }: RunRecord['sandbox']['enforces']): string {
  return [...(cpu ? ['CPU'] : []), ...(memory ? ['memory'] : [])].join(', ') || 'none';
}

function different(what: string, before: string, after: string): string[] {
  return before === after ? [] : [`${what}: ${before} before, ${after} after`];
}

function machineMemory({ machine: before }: RunRecord, { machine: after }: RunRecord): string[] {
  const apart = Math.abs(after.memoryMib - before.memoryMib);
  if (apart <= MEMORY_NOISE_SHARE * before.memoryMib) return [];
  return different('memory of the machine', `${before.memoryMib} MiB`, `${after.memoryMib} MiB`);
}

function boxes(before: RunRecord, after: RunRecord): string[] {
  return before.profiles.flatMap(({ name, limits }) => {
    const other = after.profiles.find((profile) => profile.name === name);
    if (other === undefined) return [];
    return different(`box ${name}`, boxText(limits), boxText(other.limits));
  });
}

function boxText(limits: RunRecord['profiles'][number]['limits']): string {
  return limits === undefined ? 'no limits' : `${limits.cpus} CPUs, ${limits.memoryBytes / MIB} MiB`;
}

function loads(before: RunRecord, after: RunRecord): string[] {
  return before.scenarios.flatMap((scenario) => {
    const other = after.scenarios.find(({ name }) => name === scenario.name);
    if (other === undefined || loadKey(scenario) === loadKey(other)) return [];
    return [`load of ${scenario.name}: ${loadText(scenario)} before, ${loadText(other)} after`];
  });
}

function loadKey({ model, legs, thinkSeconds }: ScenarioPlan): string {
  return JSON.stringify([
    model,
    thinkSeconds,
    legs.map(({ phase, move, seconds, level }) => [phase, move, seconds, level]),
  ]);
}

function loadText({ model, legs, thinkSeconds }: ScenarioPlan): string {
  return `${totalSeconds(legs)} s up to ${levelText(peakLevel(legs), model)}, think time ${thinkSeconds} s`;
}
