import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { PING } from '../judge/fixtures.ts';
import { generatorLimits, mostVusHere, refuseTooManyVus } from './generator-limits.ts';

test('the limits are those of this process', { skip: process.platform !== 'linux' && 'reads /proc' }, () => {
  const { files, ports } = generatorLimits();
  const hard = execFileSync('sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' }).trim();
  if (hard !== 'unlimited') assert.equal(files, Number(hard));
  assert.ok(ports === undefined || ports > 0);
  assert.deepEqual(generatorLimits('/nowhere'), {});
});

test('a load that k6 cannot have is refused before it is begun, and what to raise is said', () => {
  const plan = { ...PING, name: 'ping' };
  const refused = (limits: { files?: number; ports?: number }) => () => refuseTooManyVus([plan], limits);
  assert.throws(refused({ files: 249 }), {
    code: 'machine',
    message: /^ping: 200 VUs need 250 open files, but k6 may open only 249 here; raise the limit first/,
  });
  assert.throws(refused({ ports: 199 }), {
    code: 'machine',
    message: /200 VUs need a local port each.* has only 199;/,
  });
  assert.doesNotThrow(refused({ files: 250, ports: 200 }));
  assert.doesNotThrow(refused({}));
  assert.doesNotThrow(() => refuseTooManyVus([{ ...plan, model: 'open' }], { files: 60 }));
});

test('how many VUs that is', () => {
  assert.equal(mostVusHere({ files: 256, ports: 28_232 }), 206);
  assert.equal(mostVusHere({ files: 1_048_576, ports: 28_232 }), 28_232);
  assert.equal(mostVusHere({ files: 20 }), 0);
  assert.equal(mostVusHere({}), undefined);
});
