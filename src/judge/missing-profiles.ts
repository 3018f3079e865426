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

/** What to do about profiles that could not be fetched, by the reason of the first. */
export function profilesAction({ outcome, run }: Evidence): string {
  const missing = (outcome?.profiles ?? []).filter(({ ok }) => !ok);
  const why = missing[0]?.why ?? '';
  const place = run.target.probes.includes('pprof') ? 'probes.pprof of the target file' : 'the pprof index';
  if (/status (401|403)/.test(why))
    return 'say in the target file what it wants to be sent ("probes": {"headers": …})';
  if (/expected a pprof profile|not a pprof profile|gzip/.test(why))
    return `look at what is answered below ${place}: profiles are read in the form of \`go tool pprof\` (profile.proto)`;
  if (/status/.test(why) && missing.length === outcome?.profiles.length)
    return `check that profiling is on (the reference service: ENABLE_PROFILING=true), and ${place}`;
  if (/status (404|405|501)/.test(why))
    return 'nothing, if the service has no such profile: the others were read';
  return 'the service was too busy to answer: try a lower load (--vus)';
}
