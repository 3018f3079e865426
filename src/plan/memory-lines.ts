/** What is said of memory before a run: what k6 will take, what there is, and what will not fit. */
import { BurstboxError } from '../errors.ts';
import type { ScenarioPlan } from '../store/records/records.ts';
import { MIB, mibText, roundedText } from '../text/numbers.ts';
import { ASSUMED_RATE, KEPT_BYTES, keptOf } from './dashboard-memory.ts';
import { BASE_BYTES, memoryBudget } from './generator-memory.ts';
import type { Plan } from './plan.ts';

const GIB = 1024 * MIB;
/** What k6 took was 0.7 to 1.5 times what was expected: what does not fit by this much does not fit. */
const SURELY = 0.7;

/** The first line says what is expected, the others what may not fit. @param availableBytes of this machine, before the service is started */
export function memoryLines({ scenarios, profiles }: Plan, availableBytes: number, keeps: boolean): string[] {
  const budgets = scenarios.map((scenario) => ({
    scenario,
    ...memoryBudget(scenario, availableBytes, keeps),
  }));
  const most = budgets.reduce((a, b) => (b.expectedBytes > a.expectedBytes ? b : a));
  const { scenario, expectedBytes, softBytes } = most;
  const boxes = profiles.filter(({ limits }) => limits !== undefined);
  const box = Math.max(0, ...boxes.map(({ limits }) => limits?.memoryBytes ?? 0));
  const boxText = box === 0 ? '' : `; a box has up to ${mibText(box)}`;
  const tight = boxes.filter(({ limits }) => (limits?.memoryBytes ?? 0) + expectedBytes > availableBytes);
  return [
    `memory: k6 will take about ${mibText(expectedBytes)} (${scenario.name}) and is stopped over ${mibText(softBytes)}${boxText}; ${mibText(availableBytes)} are available here`,
    ...budgets.flatMap((budget) => tooLittle(budget.scenario.name, budget)),
    ...(tight.length === 0
      ? []
      : [
          `memory: a service that fills its box (${tight.map(({ name }) => name).join(', ')}) leaves k6 too little here: the load is then ended and the scenario unknown; use a machine with more memory, or smaller boxes`,
        ]),
    ...(keeps ? tooLongForMemory(scenarios, availableBytes) : []),
  ];
}

/** @throws BurstboxError machine when what k6 must hold surely is more than there is */
export function refuseTooLittleMemory(scenarios: ScenarioPlan[], availableBytes: number): void {
  for (const scenario of scenarios) {
    const { leastBytes } = memoryBudget(scenario, availableBytes, false);
    if (SURELY * leastBytes <= availableBytes) continue;
    throw new BurstboxError(
      'machine',
      `${scenario.name}: k6 needs about ${mibText(leastBytes)} of memory for this load, but only ${mibText(availableBytes)} are available here; use fewer VUs (--vus) or smaller bodies, or a machine with more memory`,
      { leastBytes, availableBytes },
    );
  }
}

interface Expected {
  expectedBytes: number;
  softBytes: number;
}

function tooLittle(name: string, { expectedBytes, softBytes }: Expected): string[] {
  if (expectedBytes <= softBytes) return [];
  return [
    `${name}: k6 will need about ${mibText(expectedBytes)}, but may take only ${mibText(softBytes)} here: it is stopped over that, and the scenario is then unknown; use fewer VUs (--vus) or smaller bodies, or a machine with more memory`,
  ];
}

/** A sentence for each load that is so long that k6 may run out of its budget by what its live dashboard keeps. */
function tooLongForMemory(scenarios: ScenarioPlan[], availableBytes: number): string[] {
  return scenarios.flatMap((scenario) => {
    const { bytes, peakBytes, operations, isAssumed } = keptOf(scenario);
    const { softBytes } = memoryBudget(scenario, availableBytes, true);
    if (BASE_BYTES + peakBytes <= softBytes) return [];
    const many = `${roundedText(operations / 1e6)} million operations`;
    const rate = isAssumed ? ` (at ${ASSUMED_RATE}/s; fewer when the service is slower)` : ' at most';
    return [
      `${scenario.name}: k6's live dashboard keeps about ${KEPT_BYTES} bytes per operation until it ends, ${roundedText(bytes / GIB)} GiB for ${many}${rate}, but k6 may use only ${roundedText(softBytes / GIB)} GiB here. It is stopped before it takes more, and the scenario is then unknown; leave out --dashboard, or use a shorter load (--duration) or fewer VUs (--vus)`,
    ];
  });
}
