/** The file as the compose of this machine reads it, whichever that is. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { compose, findCompose } from '../../sandbox/compose/cli.ts';
import { removeProject } from '../../sandbox/compose/remove.ts';
import { docker } from '../../sandbox/docker/cli.ts';
import { probeDocker } from '../../sandbox/docker/docker.ts';
import { ensureHostNodeImage } from '../../sandbox/docker/host-node-image.ts';
import { tempFolder } from '../../testing/temp-folder.ts';
import { writeExported } from '../files.ts';
import { composeFiles } from './compose.ts';
import { BOX, GIB, targetOf } from './fixtures.ts';

const why = await missing();
/** Skipped with the reason where compose is missing, except in CI, where nothing may be. */
const WITH_COMPOSE = { skip: why === undefined || process.env.CI !== undefined ? false : why };
const PROJECT = `burstbox-test-export-${process.pid}`;

test(
  'compose makes the container with the limits and the network of a run, and asks for secrets',
  WITH_COMPOSE,
  async (t) => {
    const { command } = await findCompose();
    const file = await exported(t);
    const args = [...command.slice(1), '-p', PROJECT, '-f', file, '--profile', BOX.name];
    const program = command.slice(0, 1);
    const { SHOP_PASSWORD: _, ...plain } = process.env;
    const refused = await compose(program, [...args, 'config'], { env: plain });
    assert.notEqual(refused.exitCode, 0);
    assert.match(refused.stderr, /set the environment variable SHOP_PASSWORD/);
    const env = { ...plain, SHOP_PASSWORD: 'a$b' };
    // By its name: the file goes before it.
    t.after(() => removeProject(PROJECT));
    const made = await compose(program, [...args, 'up', '--no-start'], { env });
    assert.equal(made.exitCode, 0, made.stderr);
    const [container] = JSON.parse((await docker(['inspect', await idOf()])).stdout);
    const { HostConfig: host, Config: config } = container;
    assert.equal(host.NetworkMode, 'host');
    assert.deepEqual([host.CpuQuota, host.CpuPeriod, host.NanoCpus], [50_000, 100_000, 0]);
    assert.deepEqual([host.Memory, host.MemorySwap, host.PidsLimit], [GIB, GIB + 4096, 4096]);
    assert.deepEqual([host.Init, host.SecurityOpt], [true, ['no-new-privileges']]);
    assert.deepEqual([config.Entrypoint, config.Cmd], [['node'], ['-e', '"$HOME"', '9000']]);
    for (const variable of ['SHOP_PASSWORD=a$b', 'PRICE=5$', 'HOST=127.0.0.1', 'PORT=9000', 'GOGC=50'])
      assert.ok(config.Env.includes(variable), variable);
  },
);

async function exported(t: TestContext): Promise<string> {
  const image = await ensureHostNodeImage();
  const command = ['node', '-e', '"$HOME"', '{port}'];
  const env = { SHOP_PASSWORD: 'not to be written', PRICE: '5$' };
  const folder = await tempFolder(t);
  const files = composeFiles(targetOf({ image, command, env, port: 9000 }), [BOX], folder);
  const [path = ''] = writeExported(files, folder, false);
  return path;
}

async function idOf(): Promise<string> {
  const found = await docker([
    'ps',
    '--all',
    '--quiet',
    '--filter',
    `label=com.docker.compose.project=${PROJECT}`,
  ]);
  return found.stdout.trim();
}

async function missing(): Promise<string | undefined> {
  const probe = await probeDocker();
  if (!probe.ok) return `no docker here: ${probe.why}`;
  return await findCompose().then(
    () => undefined,
    (error: Error) => error.message,
  );
}
