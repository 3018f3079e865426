/**
 * What k6 tells of the execution, kept: it makes all that it tells of a VU or an instance anew at each look, which takes it a
 * tenth of what a request takes.
 */
import exec from 'k6/execution';

/** VUs come and go by the second. */
const COUNTED_MS = 500;

let vu: typeof exec.vu | undefined;
let number: number | undefined;
let startMs: number | undefined;
let active = { vus: 0, untilMs: 0 };

/** Of this VU in the run, from 1; 0 in setup() and teardown(), which have VUs of their own. */
export function vuNumber(): number {
  number ??= exec.vu.idInTest;
  return number;
}

/** Of this VU's iteration in the scenario, from 0. */
export function iterationNumber(): number {
  vu ??= exec.vu;
  return vu.iterationInScenario;
}

/** When the load began, epoch ms. */
export function loadStartMs(): number {
  startMs ??= exec.scenario.startTime;
  return startMs;
}

/** VUs of this k6 that are at work, as of the last half second. */
export function activeVus(nowMs: number): number {
  if (nowMs >= active.untilMs) active = { vus: exec.instance.vusActive, untilMs: nowMs + COUNTED_MS };
  return active.vus;
}
