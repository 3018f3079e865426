/**
 * What to try, from the advice of all findings of a run: each once, the gravest and then the most frequent first. How to open
 * a profile, and which one is missing, differs between scenarios that call for the same: it stands with each finding.
 */
import { byGravity } from '../judge/status.ts';
import type { Recommendation } from '../page/data.ts';
import type { Finding, Verdict } from '../store/records/records.ts';

export function recommendationsOf({ profiles }: Verdict): Recommendation[] {
  const known = new Map<string, Recommendation>();
  for (const { name: profile, scenarios } of profiles)
    for (const { name, findings } of scenarios)
      for (const finding of findings.filter(callsForAction)) {
        const recommendation = asRecommendation(finding, `${profile} / ${name}`);
        const { what } = recommendation;
        known.set(what, merged(known.get(what), recommendation));
      }
  return [...known.values()].sort(
    (a, b) => byGravity(a.status, b.status) || b.where.length - a.where.length, // stable: then in the order of the run
  );
}

/** A breaking point within the pass marks is good news, but what it breaks of is the next thing to fix. */
function callsForAction({ status, detector, advice }: Finding): boolean {
  return advice !== undefined && (status !== 'healthy' || detector === 'breaking-point');
}

function asRecommendation({ advice = '', cause, status }: Finding, place: string): Recommendation {
  return { what: advice, ...(cause === undefined ? {} : { why: cause }), where: [place], status };
}

function merged(before: Recommendation | undefined, now: Recommendation): Recommendation {
  if (before === undefined) return now;
  const gravest = byGravity(before.status, now.status) <= 0 ? before : now;
  return { ...gravest, where: [...new Set([...before.where, ...now.where])] };
}
