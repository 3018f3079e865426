import assert from 'node:assert/strict';
import { test } from 'node:test';
import { k6Output, withPassword } from './metrics-to.ts';

test('k6 is told by its environment where it sends its figures', () => {
  assert.deepEqual(k6Output({ form: 'prometheus', url: 'https://h/push', user: 'me', password: 'pw' }), {
    out: 'experimental-prometheus-rw',
    env: {
      K6_PROMETHEUS_RW_SERVER_URL: 'https://h/push',
      K6_PROMETHEUS_RW_TREND_STATS: 'med,p(95),p(99),max',
      K6_PROMETHEUS_RW_USERNAME: 'me',
      K6_PROMETHEUS_RW_PASSWORD: 'pw',
    },
  });
  const { out, env } = k6Output({ form: 'opentelemetry', url: 'https://h:4318/a/metrics' });
  assert.equal(out, 'opentelemetry');
  assert.equal(env.K6_OTEL_HTTP_EXPORTER_ENDPOINT, 'h:4318');
  assert.equal(env.K6_OTEL_HTTP_EXPORTER_URL_PATH, '/a/metrics');
  assert.equal(env.K6_OTEL_HTTP_EXPORTER_INSECURE, 'false');
});

test('a password comes from the environment, and its absence is told by the name', () => {
  const to = { form: 'prometheus', url: 'https://h/', user: 'me', password: `\${PW}` } as const;
  assert.equal(withPassword(to, { PW: 'metrics-password' }).password, 'metrics-password');
  assert.throws(
    () => withPassword(to, {}),
    /--metrics-to needs the environment variable PW, which is not set/,
  );
});
