/** results/RUN → report.html, report.md, junit.xml and bench.txt, from the stored verdict and files alone. */
import { join } from 'node:path';
import { type Evidence, readEvidence } from '../judge/evidence.ts';
import { hideInOwnText } from '../secrets/secrets.ts';
import { FILES, readRun, readVerdict, writeWhole } from '../store/store.ts';
import { benchText } from './bench.ts';
import { toJunit } from './files/junit.ts';
import { toMarkdown } from './markdown/markdown-report.ts';
import { toHtml } from './page/html.ts';
import { pageData } from './page/page-data.ts';

/**
 * @returns path of report.html.
 * @throws BurstboxError results when the run was not judged yet.
 */
export function report(runFolder: string): string {
  const run = readRun(runFolder);
  const verdict = readVerdict(runFolder);
  const write = (file: string, text: string) => writeWhole(join(runFolder, file), hideInOwnText(text));
  write(FILES.reportMarkdown, toMarkdown(run, verdict, runFolder));
  write(FILES.junit, toJunit(run, verdict, runFolder));
  const read = keepingLast();
  // While the run goes on every repeat would be read again after each.
  if (run.state !== 'running') write(FILES.bench, benchText(runFolder, read));
  const path = join(runFolder, FILES.reportHtml);
  write(FILES.reportHtml, toHtml(pageData(run, verdict, runFolder, read)));
  return path;
}

/** What a long soak has stored is large: read once where it alone was played, and never two at a time. */
function keepingLast(): typeof readEvidence {
  let last: { folder: string; evidence: Evidence } | undefined;
  return (folder, ...of) => {
    if (last?.folder !== folder) {
      last = undefined;
      last = { folder, evidence: readEvidence(folder, ...of) };
    }
    return last.evidence;
  };
}
