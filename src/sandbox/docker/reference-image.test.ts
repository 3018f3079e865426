import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Service } from '../sandbox.ts';
import { TestBed, testWith } from '../test-bed.ts';
import { docker } from './cli.ts';
import { probeDocker } from './docker.ts';
import { ensureHostNodeImage } from './host-node-image.ts';
import { buildImage, ensureImage } from './image.ts';
import { ensureReferenceImage } from './reference-image.ts';

const probe = await probeDocker();
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** In place of the bundled service: answers with what it finds in its container. */
const STAND_IN = `
  import { mkdtempSync, writeFileSync } from 'node:fs';
  import { createServer } from 'node:http';
  import { homedir, tmpdir, userInfo } from 'node:os';
  import { time } from '@datadog/pprof';
  import Database from 'libsql';
  writeFileSync(process.env.DATA_DIR + '/file', 'x');
  mkdtempSync(tmpdir() + '/x-');
  const database = new Database(process.env.DATA_DIR + '/x.db').prepare('SELECT 1 AS one').get().one;
  const answer = { uid: userInfo().uid, node: process.version, pprof: typeof time.start, database };
  const server = createServer((_, response) => response.end(JSON.stringify(answer)));
  server.listen(Number(process.env.PORT), process.env.HOST);
  process.on('SIGTERM', () => server.close(() => process.exit(0)));`;

testWith(
  probe,
  'the reference image is built on a given node image, answers on loopback, and is built once',
  async (t, driver) => {
    const bed = new TestBed(t);
    const bundle = join(bed.folder, 'main.mjs');
    writeFileSync(bundle, STAND_IN);
    const lines: string[] = [];
    const nodeImage = await ensureHostNodeImage();
    const make = () =>
      ensureReferenceImage({ root: ROOT, bundle, nodeImage, progress: (line) => lines.push(line) });
    const image = await make();
    t.after(() => docker(['image', 'rm', image]));
    assert.ok(lines.some((line) => line.includes('building the image')));
    const built = lines.length;
    assert.equal(await make(), image);
    assert.equal(lines.length, built, 'the second time nothing is built');

    const port = await freePort();
    const env = { HOST: '127.0.0.1', PORT: String(port) };
    const service = await bed.start(driver, bed.spec('', { image, command: [], env }));
    const answer = await firstAnswer(`http://127.0.0.1:${port}/`, service);
    await service.stop(20_000);
    assert.deepEqual(answer, { uid: 1000, node: process.version, pprof: 'function', database: 1 });
    assert.equal((await service.exited).code, 0);

    writeFileSync(bundle, `${STAND_IN} // changed`);
    const changed = await make();
    t.after(() => docker(['image', 'rm', changed]));
    assert.notEqual(changed, image);
  },
);

testWith(
  probe,
  'without the node image and without a registry the image is made of the node of this machine',
  async (t, driver) => {
    const bed = new TestBed(t);
    const bundle = join(bed.folder, 'main.mjs');
    writeFileSync(bundle, `console.log(process.version)`);
    const lines: string[] = [];
    // Nobody listens on port 1 of this machine: a registry that does not answer.
    const nodeImage = '127.0.0.1:1/node:20';
    const image = await ensureReferenceImage({
      root: ROOT,
      bundle,
      nodeImage,
      progress: (line) => lines.push(line),
    });
    t.after(() => docker(['image', 'rm', image]));
    assert.match(lines.join('\n'), /could not be pulled.*using this machine's node instead/);
    const service = await bed.start(driver, bed.spec('', { image, command: [] }));
    assert.equal((await service.exited).code, 0);
    assert.equal(bed.log(), `${process.version}\n`);
  },
);

testWith(
  probe,
  'a Dockerfile of the user is built, and one that does not build says why',
  async (t, driver) => {
    const bed = new TestBed(t);
    const dockerfile = join(bed.folder, 'Dockerfile');
    const tag = `burstbox-test:${process.pid}`;
    writeFileSync(dockerfile, `FROM ${await ensureHostNodeImage()}\nENTRYPOINT ["node", "-p", "6 * 7"]\n`);
    await buildImage(dockerfile, bed.folder, tag);
    t.after(() => docker(['image', 'rm', tag]));
    await ensureImage(tag);
    const service = await bed.start(driver, bed.spec('', { image: tag, command: [] }));
    assert.equal((await service.exited).code, 0);
    assert.equal(bed.log(), '42\n');

    writeFileSync(dockerfile, 'FROM scratch\nCOPY no-such-file /\n');
    await assert.rejects(buildImage(dockerfile, bed.folder, `${tag}-bad`), {
      code: 'sandbox',
      message: /could not be built: .*no-such-file/s,
    });
  },
);

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  assert.ok(typeof address === 'object' && address !== null);
  return address.port;
}

const ANSWER_TIMEOUT_MS = 30_000;

async function firstAnswer(url: string, service: Service): Promise<unknown> {
  let over = false;
  void service.exited.then(() => {
    over = true;
  });
  const deadline = Date.now() + ANSWER_TIMEOUT_MS;
  while (!over && Date.now() < deadline) {
    const response = await fetch(url).catch(() => undefined);
    if (response !== undefined) return await response.json();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(over ? 'the service ended before it answered' : 'the service did not answer');
}
