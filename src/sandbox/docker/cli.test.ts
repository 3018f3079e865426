import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { test } from 'node:test';
import { engineInfo } from './cli.ts';

test('without a docker command the reason is one sentence', async (t) => {
  changeEnv(t, { PATH: '/nonexistent' });
  await assert.rejects(engineInfo(), {
    code: 'sandbox',
    message: 'there is no docker command on PATH; install docker',
  });
});

/** What the CLI says of an engine in trouble, and what we make of it. The CLI is a stub: it is real words that count. */
const TROUBLES = [
  {
    state: 'without an engine',
    says: 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
    told: 'docker is there but its engine does not run; start it (systemctl start docker, or dockerd)',
  },
  {
    state: 'without permission',
    says: 'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock',
    told: 'docker is there but this user may not use its engine; add the user to the group docker or run as root',
  },
  {
    state: 'with an engine that answers nonsense',
    says: 'Error response from daemon: out of cheese',
    told: 'the docker engine does not answer (out of cheese); see docker info',
  },
];

for (const { state, says, told } of TROUBLES) {
  test(`${state} the reason is one sentence, whether the CLI says it on stderr or in its answer`, async (t) => {
    stubDocker(t, `echo '${says}' >&2; exit 1`);
    await assert.rejects(engineInfo(), { code: 'sandbox', message: told });
    stubDocker(t, `echo '${JSON.stringify({ ServerVersion: '', ServerErrors: [says] })}'`);
    await assert.rejects(engineInfo(), { code: 'sandbox' });
  });
}

function stubDocker(t: test.TestContext, script: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'burstbox-test-'));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'docker'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, 'docker'), 0o755);
  changeEnv(t, { PATH: `${folder}${delimiter}${process.env.PATH}` });
}

function changeEnv(t: test.TestContext, changes: Record<string, string>): void {
  const before = { ...process.env };
  Object.assign(process.env, changes);
  t.after(() => Object.assign(process.env, before));
}
