/** The most memory that the service held, by one definition for verdict, report and comparison. */
import type { Sample, SampleName } from '../../contract/contract.ts';
import { heldMemory } from '../../store/held-memory.ts';
import { MIB } from '../../text/numbers.ts';
import { highest, series } from '../evidence.ts';

export interface MemoryPeak {
  metric: SampleName;
  /** In words: which memory. */
  says: string;
  bytes: number;
}

/** What a runtime says of itself counts only where nobody sees its memory from outside: one worker speaks for itself alone. */
export function memoryPeak(samples: Sample[]): MemoryPeak | undefined {
  const held = heldMemory(samples);
  if (held !== undefined) return peakOf(held, highest(held.points));
  const said = { metric: 'runtime_sys_mb', says: 'memory held by the runtime' } as const;
  const mib = highest(series(samples, said.metric));
  return peakOf(said, mib === undefined ? undefined : mib * MIB);
}

function peakOf(
  { metric, says }: Omit<MemoryPeak, 'bytes'>,
  bytes: number | undefined,
): MemoryPeak | undefined {
  return bytes === undefined ? undefined : { metric, says, bytes };
}
