/** Advice that sends people to a profile which this run does not have says so. */
import { FILES } from '../store/store.ts';
import { listed } from './causes/cause.ts';
import type { Found } from './detector.ts';
import { hasEnded } from './detectors/crash.ts';
import { type Evidence, hasProfile } from './evidence.ts';

const PROFILES = [FILES.cpuProfile, FILES.heapStart, FILES.heapEnd, FILES.goroutineStart, FILES.goroutineEnd];

export function withMissingProfiles(found: Found, evidence: Evidence): Found {
  const { advice } = found;
  const missing = PROFILES.filter((file) => advice?.includes(file) && !hasProfile(evidence, file));
  if (advice === undefined || missing.length === 0) return found;
  return { ...found, advice: `${advice} (this run has no ${listed(missing)}: ${whyNot(missing, evidence)})` };
}

function whyNot(missing: string[], evidence: Evidence): string {
  if (hasEnded(evidence)) return 'the service was gone';
  const { outcome, run } = evidence;
  const failed = outcome?.profiles.find(({ file, ok }) => !ok && missing.includes(file));
  if (failed !== undefined) return failed.why ?? 'it could not be fetched';
  return (outcome?.probes ?? run.target.probes).includes('pprof')
    ? 'it was not taken'
    : 'the service has no pprof endpoint that the target file names';
}
