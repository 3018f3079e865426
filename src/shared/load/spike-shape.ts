/** The shape of the spike scenarios. */
import type { Leg } from '../../contract/contract.ts';

const BASE_VUS = 100;
const SPIKE_VUS = 500;

/** A minute of the base load, then three spikes. */
export function spikeShape(): Leg[] {
  return [
    { phase: 'base', move: 'ramp', seconds: 10, level: BASE_VUS },
    { phase: 'base', move: 'hold', seconds: 50, level: BASE_VUS },
    ...spike(),
    ...spike(),
    ...spike(),
  ];
}

/** Three minutes: two of them up, one of them to recover. */
function spike(): Leg[] {
  return [
    { phase: 'spike', move: 'ramp', seconds: 5, level: SPIKE_VUS },
    { phase: 'spike', move: 'hold', seconds: 115, level: SPIKE_VUS },
    { phase: 'recovery', move: 'ramp', seconds: 5, level: BASE_VUS },
    { phase: 'recovery', move: 'hold', seconds: 55, level: BASE_VUS },
  ];
}
