import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { removeEntry } from '../clear-up/remove-entry.ts';
import { changeEnv, stubDocker } from './fixtures.ts';
import { engineNow, toEngine } from './which-engine.ts';

const ROOTLESS = 'unix:///run/user/1000/docker.sock';
const NONE = {
  DOCKER_HOST: undefined,
  DOCKER_CONTEXT: undefined,
  DOCKER_CONFIG: undefined,
  DOCKER_TLS: undefined,
  DOCKER_TLS_VERIFY: undefined,
  DOCKER_CERT_PATH: undefined,
};

test('the engine is that of the environment, else that of the context in use', async (t) => {
  stubDocker(t, 'echo rootless');
  changeEnv(t, { ...NONE, DOCKER_HOST: ROOTLESS });
  assert.deepEqual(await engineNow(), { DOCKER_HOST: ROOTLESS });
  changeEnv(t, { ...NONE, DOCKER_CONTEXT: 'build' });
  assert.deepEqual(await engineNow(), { DOCKER_CONTEXT: 'build' });
  changeEnv(t, NONE);
  assert.deepEqual(await engineNow(), { DOCKER_CONTEXT: 'rootless' });
  stubDocker(t, 'exit 1');
  assert.deepEqual(await engineNow(), {}, 'a command without contexts');
  assert.equal(toEngine({ DOCKER_CONTEXT: 'a' }).env?.DOCKER_HOST, undefined);
});

test('a container is removed from the engine that made it, whichever the environment names by then', async (t) => {
  const asked = engines(t, { [ROOTLESS]: 'shop' });
  changeEnv(t, { ...NONE, DOCKER_HOST: 'unix:///var/run/docker.sock' });
  const entry = { kind: 'container', name: 'shop' } as const;
  assert.equal(await removeEntry(entry), false, 'the other engine has none');
  assert.deepEqual(asked(), ['unix:///var/run/docker.sock container inspect shop']);
  assert.equal(await removeEntry({ ...entry, engine: { DOCKER_HOST: ROOTLESS } }), true);
  assert.ok(asked().includes(`${ROOTLESS} rm --force --volumes shop`));
  assert.equal(await removeEntry({ ...entry, engine: { DOCKER_HOST: ROOTLESS } }), false);
});

test('an engine that is not there any more is named, and what it holds is not taken for gone', async (t) => {
  engines(t, {});
  changeEnv(t, { ...NONE, DOCKER_HOST: ROOTLESS });
  const engine = { DOCKER_HOST: 'unix:///gone.sock' };
  const message = /in the engine at unix:\/\/\/gone\.sock.*Cannot connect.*is its engine still running\?$/;
  await assert.rejects(removeEntry({ kind: 'container', name: 'shop', engine }), {
    code: 'sandbox',
    message,
  });
  await assert.rejects(removeEntry({ kind: 'compose', project: 'burstbox-shop-1', engine }), {
    code: 'sandbox',
    message: /in the engine at unix:\/\/\/gone\.sock cannot be listed/,
  });
});

/** A container by the address of its engine. @returns what was asked so far, with the address */
function engines(t: TestContext, containers: Record<string, string>): () => string[] {
  const folder = mkdtempSync(join(tmpdir(), 'burstbox-test-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const log = join(folder, 'log');
  const cases = Object.entries(containers).map(
    ([host, name]) => `'${host} container inspect ${name}') if [ ! -e ${folder}/removed ]; then
      echo '${JSON.stringify([{ Config: { Labels: { 'burstbox.service': name } } }])}'; exit 0; fi ;;
    '${host} rm --force --volumes ${name}') touch ${folder}/removed; exit 0 ;;`,
  );
  stubDocker(
    t,
    `echo "$DOCKER_HOST $*" >>${log}
    case "$DOCKER_HOST" in *gone*) echo "Cannot connect to the Docker daemon at $DOCKER_HOST." >&2; exit 1 ;; esac
    case "$DOCKER_HOST $*" in ${cases.join('\n')} esac
    echo 'Error: No such container: x' >&2; exit 1`,
  );
  return () => readFileSync(log, 'utf8').trim().split('\n');
}
