import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { storedRun } from '../judge/fixtures.ts';
import { judge } from '../judge/judge.ts';
import { FILES } from '../store/store.ts';
import { report } from './report.ts';

test('a judged run is reported as a page, as Markdown and for CI servers', async (t) => {
  const folder = await storedRun(t);
  judge(folder);
  assert.equal(report(folder), join(folder, 'report.html'));
  const begins = (file: string) => readFileSync(join(folder, file), 'utf8').split('\n')[0];
  assert.equal(begins('report.html'), '<!doctype html>');
  assert.equal(
    begins('report.md'),
    '# ✅ Healthy: it survived the tested load on t3-micro: 1 scenario of 30 s, up to 200 VUs',
  );
  assert.equal(begins('junit.xml'), '<?xml version="1.0" encoding="UTF-8"?>');
});

test('a verdict as version 0.2 wrote it, with causes and commands in its sentences, is reported as it stands', async (t) => {
  const folder = await storedRun(t);
  const verdict = judge(folder);
  const finding = {
    detector: 'memory',
    status: 'critical',
    metric: 'runtime_sys_mb',
    unit: 'MiB',
    message: 'peak memory is 750 MiB',
    cause: 'largest owners after the load: keep (srv/k.ts) 50 MiB; and more',
    advice:
      'see heap.pprof (this run has no heap.pprof: it was not taken); `go tool pprof -top t3-micro/ping/heap.pprof` shows more',
    evidence: [],
  };
  const profiles = verdict.profiles.map((profile) => ({
    ...profile,
    scenarios: profile.scenarios.map((scenario) => ({
      ...scenario,
      status: 'critical',
      findings: [finding],
    })),
  }));
  writeFileSync(join(folder, FILES.verdict), JSON.stringify({ ...verdict, status: 'critical', profiles }));
  report(folder);
  const markdown = readFileSync(join(folder, FILES.reportMarkdown), 'utf8');
  assert.match(markdown, /peak memory is 750 MiB .*keep \(srv\/k\.ts\) 50 MiB; and more/);
  assert.match(
    markdown,
    /what to try: see heap\.pprof .*pprof -top t3-micro\/ping\/heap\.pprof.* shows more/,
  );
  const html = readFileSync(join(folder, FILES.reportHtml), 'utf8');
  assert.ok(html.includes('keep (srv/k.ts) 50 MiB; and more'));
  assert.match(readFileSync(join(folder, FILES.junit), 'utf8'), /what to try: see heap\.pprof/);
});

test('a run that was not judged is refused with what to do', async (t) => {
  const folder = await storedRun(t);
  assert.throws(() => report(folder), {
    code: 'results',
    message: `${folder} has no verdict.json; run \`node run.mjs judge\` on it first`,
  });
});
