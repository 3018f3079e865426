/** The shape of the spike scenarios. */

import type { ShapeLeg } from '../../contract/contract.ts';
import { RECOVERY_QUICK_SECONDS } from './limits.ts';

const BASE_VUS = 100;
const SPIKE_VUS = 500;

/** A minute of the base load, then three spikes. */
export function spikeShape(): ShapeLeg[] {
  return [
    { phase: 'base', move: 'ramp', seconds: 10, level: BASE_VUS },
    { phase: 'base', move: 'hold', seconds: 50, level: BASE_VUS },
    ...spike(),
    ...spike(),
    ...spike(RECOVERY_QUICK_SECONDS),
  ];
}

/** Three minutes: two of them up, one of them to recover. At quick pace the last one alone has the time that it takes. */
function spike(quickSeconds?: number): ShapeLeg[] {
  return [
    { phase: 'spike', move: 'ramp', seconds: 5, level: SPIKE_VUS },
    { phase: 'spike', move: 'hold', seconds: 115, level: SPIKE_VUS },
    { phase: 'recovery', move: 'ramp', seconds: 5, level: BASE_VUS },
    {
      phase: 'recovery',
      move: 'hold',
      seconds: 55,
      level: BASE_VUS,
      ...(quickSeconds === undefined ? {} : { quickSeconds }),
    },
  ];
}
