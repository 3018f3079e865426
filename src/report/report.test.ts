import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { storedRun } from '../judge/fixtures.ts';
import { judge } from '../judge/judge.ts';
import { report } from './report.ts';

test('a judged run is reported as a page, as Markdown and for CI servers', async (t) => {
  const folder = await storedRun(t);
  judge(folder);
  assert.equal(report(folder), join(folder, 'report.html'));
  const begins = (file: string) => readFileSync(join(folder, file), 'utf8').split('\n')[0];
  assert.equal(begins('report.html'), '<!doctype html>');
  assert.equal(
    begins('report.md'),
    '# ✅ Healthy: the service survived what it was tested with, on t3-micro',
  );
  assert.equal(begins('junit.xml'), '<?xml version="1.0" encoding="UTF-8"?>');
});

test('a run that was not judged is refused with what to do', async (t) => {
  const folder = await storedRun(t);
  assert.throws(() => report(folder), {
    code: 'results',
    message: `${folder} has no verdict.json; run \`node run.mjs judge\` on it first`,
  });
});
