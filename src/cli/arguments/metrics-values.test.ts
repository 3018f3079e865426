import assert from 'node:assert/strict';
import { test } from 'node:test';
import { metricsTo } from './metrics-values.ts';

const read = (...texts: string[]) => metricsTo(texts, 'metrics-to');

test('figures are sent to one address of each form, with a password by the name of its variable', () => {
  assert.deepEqual(
    read(
      'prometheus=http://127.0.0.1:9090/api/v1/write',
      `opentelemetry=https://me:\${PW}@x.example/v1/metrics`,
    ),
    [
      { form: 'prometheus', url: 'http://127.0.0.1:9090/api/v1/write' },
      { form: 'opentelemetry', url: 'https://x.example/v1/metrics', user: 'me', password: `\${PW}` },
    ],
  );
});

test('what is no address, or has a password in plain text, is refused without repeating it', () => {
  for (const text of [
    'http://127.0.0.1:9090',
    'graphite=http://h',
    'prometheus=h:1',
    'prometheus=https://me:hunter2@h/x',
    'prometheus=http://h/?token=hunter2',
  ])
    assert.throws(
      () => read(text),
      (error: Error) =>
        /^--metrics-to: expected prometheus=URL or/.test(error.message) && !error.message.includes('hunter2'),
    );
  assert.throws(() => read('prometheus=http://a', 'prometheus=http://b'), /prometheus=… is given twice/);
});
