/** The main job as a user sees it, in each box that enforces its limits: real k6, the reference service, a verdict. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { whatIsWrong } from '../../../files/validate.ts';
import { type Probe, probeDrivers } from '../../../sandbox/sandbox.ts';
import { testWith } from '../../../sandbox/test-bed.ts';
import type { Verdict } from '../../../store/records/records.ts';
import { FILES, readLines } from '../../../store/store.ts';
import { inWorld, statuses, type World } from '../cli.ts';

/** Of every scenario of the reference service; others are of some suites, flags or services alone. */
const SCENARIO_FILES: string[] = [
  ...[
    FILES.verdict,
    FILES.outcome,
    FILES.summary,
    FILES.timeline,
    FILES.samples,
    FILES.k6Log,
    FILES.targetLog,
  ],
  ...[FILES.cpuProfile, FILES.heapStart, FILES.heapEnd],
  ...[FILES.goroutineStart, FILES.goroutineEnd, FILES.goroutineLoad],
];

for (const probe of (await probeDrivers()).filter((each) => nameOf(each) !== 'process'))
  testWith(probe, `a run in ${nameOf(probe)} leaves every file and nothing else`, async () => {
    await inWorld(async (world) => {
      const { code, stdout, stderr } = await world.run(
        `t3-micro upload catalog/read-heavy --duration 10s --vus 40 --sandbox ${nameOf(probe)} --json`,
      );
      assert.equal(code, 0, stderr);
      const verdict = JSON.parse(stdout) as Verdict;
      assert.deepEqual(verdict, world.verdict());
      assert.deepEqual(statuses(verdict), {
        't3-micro upload': 'healthy',
        't3-micro catalog/read-heavy': 'healthy',
      });
      const folderOf = (scenario: string) => join(world.results, 'latest', 't3-micro', scenario);
      checkScenarioFolder(folderOf('upload'));
      checkScenarioFolder(folderOf('catalog/read-heavy'), [FILES.history]);
      checkRunFolder(world);
      assert.deepEqual(world.leftovers(), []);
    });
  });

function nameOf(probe: Probe): string {
  return probe.ok ? probe.driver.name : probe.name;
}

/** All files of one scenario are there, fit their schemas, and the profiles open in Go's own tool. */
function checkScenarioFolder(folder: string, more: string[] = []): void {
  for (const file of [...SCENARIO_FILES, ...more])
    assert.ok(existsSync(join(folder, file)), `${folder} has no ${file}`);
  assert.ok(!existsSync(join(folder, FILES.stored)), `${folder} tells of files that are left`);
  const fits = (schema: 'outcome' | 'summary' | 'scenario-verdict', file: string) =>
    assert.equal(whatIsWrong(schema, JSON.parse(readFileSync(join(folder, file), 'utf8'))), undefined);
  fits('outcome', FILES.outcome);
  fits('summary', FILES.summary);
  fits('scenario-verdict', FILES.verdict);
  const samples = readLines<object>('sample', join(folder, FILES.samples));
  assert.ok(samples.length >= 4, `${samples.length} samples`);
  for (const sample of samples) assert.equal(whatIsWrong('sample', sample), undefined);
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.pprof')))
    openProfile(join(folder, file));
}

function openProfile(path: string): void {
  const top = execFileSync('go', ['tool', 'pprof', '-top', path], { encoding: 'utf8', stdio: 'pipe' });
  assert.match(top, /flat%/);
  if (path.endsWith(FILES.cpuProfile))
    assert.match(top, / (upload|download|receive|writeNew|list|remove|answerDataset)$/m);
}

function checkRunFolder(world: World): void {
  const run = world.record();
  assert.equal(whatIsWrong('run', run), undefined);
  assert.equal(whatIsWrong('verdict', world.verdict()), undefined);
  assert.equal(run.state, 'finished');
  assert.equal(readlinkSync(join(world.results, 'latest')), run.id);
  assert.match(readFileSync(join(world.results, run.id, FILES.reportMarkdown), 'utf8'), /^# ✅ Healthy/);
}
