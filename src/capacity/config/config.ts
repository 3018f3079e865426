/** Reads the configuration of a campaign, in JSON or YAML. */
import { readConfigFile } from '../../files/config-file.ts';
import type { CapacityConfig, StageSize } from '../../store/records/records.ts';
import { bytesIn } from '../../text/bytes.ts';

export const USUAL_CONFIG = 'config.json';

/** @throws BurstboxError config: the file, the place in it, the value and what was expected */
export function readConfig(file: string): CapacityConfig {
  return readConfigFile('capacity-config', file, (config) => wrongSize(config) ?? tooMany(config));
}

/** What a pattern cannot say: that a size is at least a byte and no more than a number holds, and that they have an order. */
function wrongSize({ stages }: CapacityConfig): string | undefined {
  for (const [index, { size }] of stages.entries()) {
    const where = `/stages/${index}/size`;
    const wrong = sizesIn(size).find((text) => bytesIn(text) === undefined);
    if (wrong !== undefined) return `${where} is "${wrong}"; expected a size from 1 byte to 8000 TB`;
    if (typeof size === 'string' || Array.isArray(size)) continue;
    const [median = 0, p95 = 0, max = 0] = [size.median, size.p95, size.max].map(bytesIn);
    if (!(median <= p95 && p95 <= max))
      return `${where} has median ${size.median}, p95 ${size.p95} and max ${size.max}; expected each to be no less than the one before`;
  }
  return undefined;
}

/** A campaign holds half a KB for each. */
const MAX_FILES = 1_000_000;

function tooMany({ stages }: CapacityConfig): string | undefined {
  const files = stages.reduce((sum, { count }) => sum + count, 0);
  return files > MAX_FILES ? `/stages has ${files} files in all; expected at most ${MAX_FILES}` : undefined;
}

function sizesIn(size: StageSize): string[] {
  if (typeof size === 'string') return [size];
  return Array.isArray(size) ? size.map((each) => each.size) : [size.median, size.p95, size.max];
}
