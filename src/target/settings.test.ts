import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SettingError } from './setting-error.ts';
import { readSettings } from './settings.ts';

test('an empty environment gives the defaults', () => {
  assert.deepEqual(readSettings({ PORT: '' }), {
    host: '127.0.0.1',
    port: 8080,
    dataFolder: undefined,
    profiling: false,
    requestsPerSecond: 200,
    maxBodyBytes: 104_857_600,
    maxInFlight: 4096,
    faults: [],
  });
});

test('every setting can be given', () => {
  const env = {
    HOST: '::1',
    PORT: '0',
    DATA_DIR: '/data',
    ENABLE_PROFILING: 'true',
    RATE_LIMIT_PER_SECOND: '5',
    MAX_BODY_BYTES: '1',
    MAX_IN_FLIGHT: '2',
  };
  assert.deepEqual(readSettings(env), {
    host: '::1',
    port: 0,
    dataFolder: '/data',
    profiling: true,
    requestsPerSecond: 5,
    maxBodyBytes: 1,
    maxInFlight: 2,
    faults: [],
  });
  assert.equal(readSettings({ ...env, DISABLE_RATE_LIMITER: 'true' }).requestsPerSecond, undefined);
});

test('a value that cannot be used is named with what was expected', () => {
  const cases = [
    [{ PORT: '65536' }, 'PORT=65536 is not a whole number from 0 to 65535; correct it or unset it'],
    [{ PORT: '80a' }, 'PORT=80a is not a whole number from 0 to 65535; correct it or unset it'],
    [
      { MAX_IN_FLIGHT: '-1' },
      'MAX_IN_FLIGHT=-1 is not a whole number from 1 to 1000000; correct it or unset it',
    ],
    [{ ENABLE_PROFILING: '1' }, 'ENABLE_PROFILING=1 is neither true nor false; correct it or unset it'],
  ] as const;
  for (const [env, message] of cases)
    assert.throws(
      () => readSettings(env),
      (error) => error instanceof SettingError && error.message === message,
    );
});
