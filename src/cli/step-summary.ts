/** The summary of a GitHub Actions job, which shows what a step appends to the file of this variable. */
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { reason } from '../errors.ts';
import { FILES } from '../store/store.ts';

const VARIABLE = 'GITHUB_STEP_SUMMARY';

/** Appends report.md where there is such a job. That it cannot is a note: the run itself is done and stored. */
export function appendStepSummary(
  runFolder: string,
  note: (line: string) => void,
  env: NodeJS.ProcessEnv = process.env,
): void {
  const summary = env[VARIABLE];
  if (summary === undefined || summary === '') return;
  try {
    appendFileSync(summary, readFileSync(join(runFolder, FILES.reportMarkdown)));
  } catch (error) {
    note(`could not write the summary of the CI job (${VARIABLE}): ${reason(error)}`);
  }
}
