/** What to try about a finding, in one sentence: the advice, which profiles it lacks, and the command that shows more. */
import { listed } from '../judge/causes/cause.ts';
import type { Finding, MissingProfile } from '../store/records/records.ts';

/** @param folder `profile/scenario`, from within the run's folder */
export function adviceText(finding: Finding, folder: string): string | undefined {
  const { advice, open, missingProfiles = [] } = finding;
  const parts = [
    ...(advice === undefined ? [] : [`${advice}${missingText(missingProfiles)}`]),
    ...(open === undefined ? [] : [`${openingText(open, folder)} shows more`]),
  ];
  return parts.length === 0 ? undefined : parts.join('; ');
}

/** ` (this run has no heap-start.pprof and heap.pprof: it was not taken)` */
function missingText(missing: MissingProfile[]): string {
  const reasons = [...new Set(missing.map(({ why }) => why))];
  const parts = reasons.map((reason) => {
    const files = missing.filter(({ why }) => why === reason).map(({ file }) => file);
    return `${listed(files)}: ${reason}`;
  });
  return parts.length === 0 ? '' : ` (this run has no ${parts.join('; no ')})`;
}

function openingText({ profile, base }: Required<Finding>['open'], folder: string): string {
  const compared = base === undefined ? '' : ` -diff_base=${folder}/${base}`;
  return `\`go tool pprof -top${compared} ${folder}/${profile}\``;
}
