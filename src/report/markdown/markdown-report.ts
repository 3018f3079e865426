/** report.md: for a pull request, and for the summary of a CI job. The verdict comes first, then what it rests on. */
import type { RunRecord, Verdict } from '../../store/records/records.ts';
import { doubtSection, notTestedSection } from './doubts-section.ts';
import { endedEarlySection } from './ended-early.ts';
import { measuredSection } from './measured.ts';
import { objectStorageSection } from './object-storage-section.ts';
import { overviewSections } from './overview-sections.ts';
import { recommendationSection } from './recommendation-section.ts';
import { reproduceSection } from './reproduce.ts';
import { troubleSections } from './troubles.ts';
import { whereItBreaksSection } from './where-it-breaks.ts';

/** GitHub takes a MiB for all that a job's step appends to its summary: three runs, and something to spare. */
const MAX_BYTES = 256 * 1024;
const CUT = 'Truncated here; report.html has the rest.';

export function toMarkdown(run: RunRecord, verdict: Verdict, runFolder: string): string {
  return bounded([
    ...overviewSections(run, verdict),
    ...troubleSections(verdict),
    ...whereItBreaksSection(verdict),
    ...recommendationSection(verdict),
    ...endedEarlySection(run, verdict, runFolder),
    ...measuredSection(run, verdict, runFolder),
    ...objectStorageSection(run, verdict),
    ...doubtSection(verdict),
    ...notTestedSection(verdict),
    ...reproduceSection(run),
  ]);
}

/** Lists are short already; this is for the service whose every message is a page long. */
function bounded(sections: string[]): string {
  let bytes = Buffer.byteLength(CUT);
  const fitting = sections.filter((section) => {
    const size = Buffer.byteLength(section) + 2;
    if (bytes + size > MAX_BYTES) return false;
    bytes += size;
    return true;
  });
  return `${[...fitting, ...(fitting.length < sections.length ? [CUT] : [])].join('\n\n')}\n`;
}
