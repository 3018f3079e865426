import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { YAML } from 'zx';
import type { TargetStart } from '../../sandbox/prepare/target-start.ts';
import { composeFiles } from './compose.ts';
import { BOX, GIB, targetOf } from './fixtures.ts';

const needed = (name: string) => `\${${name}:?set the environment variable ${name}}`;

function servicesOf(start: Partial<TargetStart>, folder = '/srv/shop/boxes') {
  const [file] = composeFiles(targetOf(start), [BOX], folder);
  return YAML.parse(file?.text ?? '').services;
}

test('a box has the limits, the network and the environment of the docker driver', () => {
  const { 't3-micro': box } = servicesOf({
    image: 'shop:1',
    port: 9000,
    command: ['./shop', '--at', '{host}:{port}', '$X'],
  });
  assert.deepEqual(box, {
    profiles: ['t3-micro'],
    image: 'shop:1',
    entrypoint: ['./shop'],
    command: ['--at', '127.0.0.1:9000', '$$X'],
    network_mode: 'host',
    cpu_period: 100_000,
    cpu_quota: 50_000,
    mem_limit: GIB,
    memswap_limit: GIB + 4096,
    pids_limit: 4096,
    init: true,
    security_opt: ['no-new-privileges'],
    restart: 'no',
    stop_grace_period: '5s',
    environment: {
      GOGC: '50',
      ENABLE_PROFILING: 'true',
      DISABLE_RATE_LIMITER: 'true',
      HOST: '127.0.0.1',
      PORT: '9000',
      DATA_DIR: '/data',
    },
  });
});

test('secrets are referred to, also those that stand in the target file', () => {
  const env = { DB_PASSWORD: 'hunter2', DB_URL: `pg://me:\${PG}@db/$1`, PRICE: '5$' };
  const { environment } = servicesOf({ image: 'shop:1', env })['t3-micro'];
  assert.equal(environment.DB_PASSWORD, needed('DB_PASSWORD'));
  assert.equal(environment.DB_URL, `pg://me:${needed('PG')}@db/$$1`);
  assert.equal(environment.PRICE, '5$$');
});

test('paths are relative to the file, and a compose project of the user is only limited', () => {
  assert.deepEqual(servicesOf({ dockerfile: join('/srv/shop', 'Dockerfile') })['t3-micro'].build, {
    context: '..',
    dockerfile: 'Dockerfile',
  });
  const compose = { file: '/srv/shop/compose.yaml', service: 'web' };
  const [file] = composeFiles(targetOf({ compose }), [BOX], '/srv/shop');
  assert.equal(file?.path, 'burstbox.t3-micro.compose.yaml');
  assert.match(
    file?.text ?? '',
    /docker compose -f \.\/compose\.yaml -f burstbox\.t3-micro\.compose\.yaml up/,
  );
  assert.deepEqual(Object.keys(YAML.parse(file?.text ?? '').services.web), [
    'cpu_period',
    'cpu_quota',
    'mem_limit',
    'memswap_limit',
    'pids_limit',
    'environment',
  ]);
});

test('what cannot be put into a container is refused with what it takes', () => {
  assert.throws(
    () => servicesOf({ command: ['./shop'] }),
    /has no image; give it an "image" or a "dockerfile"/,
  );
  const { start: _, ...running } = { ...targetOf({}), baseUrl: 'http://127.0.0.1:1' };
  assert.throws(() => composeFiles(running, [BOX], '/srv'), /already runs at http:\/\/127\.0\.0\.1:1/);
});
