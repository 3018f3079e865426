import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { FILES } from '../store/store.ts';
import { tempFolder } from '../testing/temp-folder.ts';
import { appendStepSummary } from './step-summary.ts';

test('report.md is appended to what the job has said before', async (t) => {
  const folder = await tempFolder(t);
  const summary = join(folder, 'summary');
  writeFileSync(summary, 'before\n');
  writeFileSync(join(folder, FILES.reportMarkdown), '# Healthy\n');
  appendStepSummary(folder, assert.fail, { GITHUB_STEP_SUMMARY: summary });
  assert.equal(readFileSync(summary, 'utf8'), 'before\n# Healthy\n');
});

test('a summary that cannot be written is a note, and without the variable nothing is written', async (t) => {
  const folder = await tempFolder(t);
  const notes: string[] = [];
  const note = (line: string) => notes.push(line);
  appendStepSummary(folder, note, {});
  appendStepSummary(folder, note, { GITHUB_STEP_SUMMARY: '' });
  assert.deepEqual(notes, []);
  writeFileSync(join(folder, FILES.reportMarkdown), '# Healthy\n');
  appendStepSummary(folder, note, { GITHUB_STEP_SUMMARY: folder });
  assert.equal(notes.length, 1);
  assert.match(notes[0] ?? '', /^could not write the summary of the CI job \(GITHUB_STEP_SUMMARY\): EISDIR/);
});
