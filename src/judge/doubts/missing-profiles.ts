/** Which of the profiles that a finding's advice sends people to this run does not have. */
import type { Found } from '../detector.ts';
import { hasEnded } from '../detectors/crash.ts';
import { type Evidence, hasProfile } from '../evidence.ts';
import type { ProfileFile } from '../pprof/read.ts';

export function withMissingProfiles(found: Found, evidence: Evidence): Found {
  const missing = (found.sees ?? []).filter((file) => !hasProfile(evidence, file));
  if (missing.length === 0) return found;
  return { ...found, missingProfiles: missing.map((file) => ({ file, why: whyNot(file, evidence) })) };
}

function whyNot(missing: ProfileFile, evidence: Evidence): string {
  if (hasEnded(evidence)) return 'the service was gone';
  const { outcome, run } = evidence;
  const failed = outcome?.profiles.find(({ file, ok }) => !ok && file === missing);
  if (failed !== undefined) return failed.why ?? 'it could not be fetched';
  return (outcome?.probes ?? run.target.probes).includes('pprof')
    ? 'it was not taken'
    : 'the service has no pprof endpoint that the target file names';
}

/** What to do about profiles that could not be fetched, by the reason of the first. */
export function profilesAction({ outcome, run }: Evidence): string {
  const missing = (outcome?.profiles ?? []).filter(({ ok }) => !ok);
  const { problem, status = 0 } = missing[0] ?? {};
  const place = run.target.probes.includes('pprof') ? 'probes.pprof of the target file' : 'the pprof index';
  if (status === 401 || status === 403)
    return 'give the headers that it requires in the target file ("probes": {"headers": …})';
  if (problem === 'form')
    return `check what ${place} returns: profiles are read in the format of \`go tool pprof\` (profile.proto)`;
  if (problem === 'status' && missing.length === outcome?.profiles.length)
    return `check that profiling is on (the reference service: ENABLE_PROFILING=true), and ${place}`;
  if (status === 404 || status === 405 || status === 501)
    return 'nothing, if the service has no such profile: the others were read';
  if (problem === 'skipped') return 'run it again with a longer load (--duration)';
  if (problem === undefined) return `check the reason, and ${place}`;
  return 'the service was too busy to answer: try a lower load (--vus)';
}
