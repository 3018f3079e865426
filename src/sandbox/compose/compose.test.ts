/** Real compose: a service of a project in a box, its database beside it, and nothing left. */

import assert from 'node:assert/strict';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { ownLedger } from '../../ledger/own.ts';
import { MIB } from '../../text/numbers.ts';
import { removeEntry } from '../clear-up/remove-entry.ts';
import { docker } from '../docker/cli.ts';
import { probeDocker } from '../docker/docker.ts';
import { ensureHostNodeImage } from '../docker/host-node-image.ts';
import { engineNow } from '../docker/which-engine.ts';
import { holdsWithin } from '../process/wait.ts';
import { POLITE, TestBed } from '../test-bed.ts';
import { findCompose } from './cli.ts';
import { prepareProject, startProject } from './compose.ts';
import { withOverride } from './override.ts';
import { type ComposeProject, overrideText, readProject } from './project.ts';
import { removeProject } from './remove.ts';

const PATIENCE_MS = 30_000;
const ENFORCES = { cpu: true, memory: true };
const NEVER = new AbortController().signal;
const SECRET = 's3$cr3t';

const probe = await probeDocker();
const why = await missing();
/** Skipped with the reason where compose is missing, except in CI, where nothing may be. */
const WITH_COMPOSE = { skip: why === undefined || process.env.CI !== undefined ? false : why };

test(
  'a service of a project gets the limits, the others do not, and all of it goes',
  WITH_COMPOSE,
  async (t) => {
    const { bed, project } = await projectOf(t, 'web');
    assert.deepEqual(project.others, ['db']);
    const spec = bed.spec('', { name: uniqueName(), limits: { cpus: 0.5, memoryBytes: 200 * MIB } });
    const service = await startProject(
      project,
      { ...spec, env: { TOKEN: SECRET } },
      43_210,
      ENFORCES,
      bed.ledger,
    );
    t.after(() => removeProject(spec.name));
    assert.ok(await holdsWithin(PATIENCE_MS, () => bed.log().includes('ready')));
    assert.match(bed.log(), /port 43210, token s3\$cr3t/);
    const readings = await service.stats();
    await service.limit(0.25);
    if (process.platform === 'linux') assert.equal((await service.stats()).cgroup_cpu_limit, 0.25);
    await service.limit(0.5);
    const limits = await docker([
      'ps',
      '--quiet',
      '--filter',
      `label=com.docker.compose.project=${spec.name}`,
    ]);
    const memories = await docker([
      ...[
        'inspect',
        '--format',
        '{{.HostConfig.Memory}} {{.HostConfig.CpuQuota}} {{.HostConfig.RestartPolicy.Name}}',
      ],
      ...limits.stdout.split('\n').filter(Boolean),
    ]);
    assert.deepEqual(memories.stdout.trim().split('\n').sort(), ['0 0 always', `${200 * MIB} 50000 no`]);
    if (process.platform === 'linux') assert.equal(readings.cgroup_memory_limit_bytes, 200 * MIB);
    await service.stop(PATIENCE_MS);
    const { code, signal } = await service.exited;
    assert.deepEqual({ code, signal }, { code: 7, signal: null });
    assert.match(bed.log(), /goodbye/);
    assert.deepEqual(bed.ledger.entries, []);
    assert.equal(await removeProject(spec.name), false, 'no container, network or volume is left');
  },
);

test('what a crash leaves of a project is removed by its name, and by no other', WITH_COMPOSE, async (t) => {
  const { bed, project } = await projectOf(t, 'web');
  const spec = bed.spec('', { name: uniqueName() });
  await startProject(project, spec, 43_211, ENFORCES, bed.ledger);
  const engine = await engineNow();
  assert.deepEqual(bed.ledger.entries, [{ kind: 'compose', project: spec.name, engine }]);
  assert.equal(await removeEntry({ kind: 'compose', project: spec.name }), true);
  assert.equal(await removeEntry({ kind: 'compose', project: spec.name }), false);
  await assert.rejects(removeEntry({ kind: 'compose', project: 'shop' }), {
    code: 'sandbox',
    message: 'shop does not look like a compose project of burstbox and was left alone',
  });
});

test('a port that nobody publishes is told at once, and nothing is left', WITH_COMPOSE, async (t) => {
  const { bed, project } = await projectOf(t, 'db');
  const spec = bed.spec('', { name: uniqueName() });
  await assert.rejects(startProject(project, spec, 43_212, ENFORCES, bed.ledger), {
    code: 'config',
    message: /nothing in .*compose.yaml publishes port 43212, where burstbox could reach db/,
  });
  assert.deepEqual(bed.ledger.entries, []);
  assert.equal(await removeProject(spec.name), false);
});

test(
  'a service that is not there, and a file that is broken, are told in a sentence',
  WITH_COMPOSE,
  async (t) => {
    const { bed } = await projectOf(t, 'web');
    const file = join(bed.folder, 'compose.yaml');
    await assert.rejects(readProject({ file, service: 'wep' }, undefined), {
      code: 'config',
      message: `/start/compose/service is "wep", which ${file} does not have (did you mean "web"?); it has db, web`,
    });
    writeFileSync(file, 'services:\n  web:\n    imag: x\n');
    await assert.rejects(readProject({ file, service: 'web' }, undefined), {
      code: 'config',
      message: /compose.yaml is not a compose file that can be started: .*imag/s,
    });
  },
);

test('the second file repeats the version of the first, and names what is built', () => {
  const project = { builtImages: { db: 'burstbox-target:1' }, version: '3.8' } as unknown as ComposeProject;
  assert.deepEqual(JSON.parse(overrideText(project, { web: { restart: 'no' } })), {
    version: '3.8',
    services: { db: { image: 'burstbox-target:1' }, web: { restart: 'no' } },
  });
});

test('the second file is for this user alone, and gone afterwards', async () => {
  const { path, mode } = await withOverride('{}', ownLedger, async (file) => ({
    path: file,
    mode: statSync(file).mode & 0o777,
  }));
  assert.equal(mode, 0o600);
  assert.equal(existsSync(dirname(path)), false);
});

async function missing(): Promise<string | undefined> {
  if (!probe.ok) return `no docker here: ${probe.why}`;
  return await findCompose().then(
    () => undefined,
    (error: Error) => error.message,
  );
}

async function projectOf(
  t: TestContext,
  service: string,
): Promise<{ bed: TestBed; project: ComposeProject }> {
  if (why !== undefined) throw new Error(why);
  const bed = new TestBed(t);
  const image = await ensureHostNodeImage();
  const file = join(bed.folder, 'compose.yaml');
  const code = `console.log('port ' + process.env.PORT + ', token ' + process.env.TOKEN);${POLITE}`;
  const web = {
    image,
    network_mode: 'host',
    command: ['node', '-e', code.replaceAll('$', '$$$$')],
    environment: { PORT: `\${PORT}` },
    restart: 'always',
    depends_on: ['db'],
  };
  const db = { image, command: ['node', '-e', POLITE], volumes: ['data:/data'], restart: 'always' };
  writeFileSync(file, JSON.stringify({ services: { web, db }, volumes: { data: {} } }));
  const project = await readProject({ file, service }, undefined);
  await prepareProject(project, () => {}, bed.ledger, NEVER);
  return { bed, project };
}

let serial = 0;

function uniqueName(): string {
  return `burstbox-test-${process.pid}-${++serial}`;
}
