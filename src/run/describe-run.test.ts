import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseArguments } from '../cli/arguments/arguments.ts';
import { whatIsWrong } from '../files/validate.ts';
import { MICRO, PING } from '../judge/fixtures.ts';
import { describeRun, ownVersion, withoutSecrets } from './describe-run.ts';

const SECRET = 's3cr3t';

test('a password in a URL is masked, whatever it is made of', () => {
  assert.equal(withoutSecrets('http://me:s3cr3t@host:1/p'), 'http://***@host:1/p');
  assert.equal(withoutSecrets('--base-url=https://me:s3@cr3t@host/p'), '--base-url=https://***@host/p');
  assert.equal(
    withoutSecrets('--k6-arg=--out=influxdb=http://a:b@h/x'),
    '--k6-arg=--out=influxdb=http://***@h/x',
  );
});

test('a URL without a password, and an @ behind its host, stay', () => {
  for (const word of ['http://127.0.0.1:8080/a@b', 'https://host/?mail=a@b', 'a@b', '//'])
    assert.equal(withoutSecrets(word), word);
});

test('a value handed to k6 is masked, in every way of writing it', () => {
  const cases: [string, string][] = [
    ['--k6-arg=-e TOKEN=s3cr3t', '--k6-arg=-e TOKEN=***'],
    ['--k6-arg=-e=TOKEN=s3cr3t', '--k6-arg=-e=TOKEN=***'],
    ['--k6-arg=-eTOKEN=s3cr3t', '--k6-arg=-eTOKEN=***'],
    ['--k6-arg=--env=TOKEN=s3cr3t', '--k6-arg=--env=TOKEN=***'],
    ['--k6-arg=--env TOKEN=s3cr3t=', '--k6-arg=--env TOKEN=***'],
    ['-e TOKEN=s3cr3t', '-e TOKEN=***'],
    // --k6-arg=-e --k6-arg=TOKEN=…, and --k6-arg TOKEN=…
    ['--k6-arg=TOKEN=s3cr3t', '--k6-arg=TOKEN=***'],
    ['TOKEN=s3cr3t', 'TOKEN=***'],
    ['--k6-arg=-e KEY=-----BEGIN\ns3cr3t\n-----END', '--k6-arg=-e KEY=***'],
  ];
  for (const [word, masked] of cases) assert.equal(withoutSecrets(word), masked);
});

test('what is no secret stays readable', () => {
  for (const word of [
    'all',
    '--pace=full',
    '--duration',
    '5m',
    '--k6-arg=--http-debug',
    '--k6-arg=--tag=a=b',
    '--out=x',
  ])
    assert.equal(withoutSecrets(word), word);
});

test('a description fits its schema and holds no secret', () => {
  const argv = ['ping', `--base-url=http://me:${SECRET}@127.0.0.1:1`, `--k6-arg=-e TOKEN=${SECRET}`];
  const run = describeRun({
    id: 'r1',
    seed: 42,
    argv,
    options: parseArguments(argv).options,
    target: {
      name: 'mine',
      about: 'mine',
      baseUrl: `http://me:${SECRET}@127.0.0.1:1`,
      health: '/health',
      routes: { ping: '/ping' },
      probes: { memory: '/m' },
    },
    plan: { profiles: [{ ...MICRO, env: { PASSWORD: SECRET } }], scenarios: [PING], skipped: [] },
    k6: { version: 'v2.2.0', source: 'cache' },
    stage: {
      sandbox: { driver: 'none', about: 'none', enforces: { cpu: false, memory: false }, notes: [] },
    },
  });
  assert.equal(whatIsWrong('run', run), undefined);
  assert.equal(JSON.stringify(run).includes(SECRET), false);
  assert.deepEqual(run.argv, ['ping', '--base-url=http://***@127.0.0.1:1', '--k6-arg=-e TOKEN=***']);
  assert.equal(run.target.startedByUs, false);
  assert.equal(run.state, 'running');
  assert.deepEqual(run.profiles, [MICRO]);
});

test('our version is that of package.json', () => {
  assert.match(ownVersion(), /^\d+\.\d+\.\d+/);
});
