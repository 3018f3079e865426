/** Where figures are sent while a load runs, and how k6 is told: https://grafana.com/docs/k6/latest/results-output/real-time/ */
import { BurstboxError } from '../errors.ts';
import { keepSecret } from '../secrets/secrets.ts';

export const METRICS_FORMS = ['prometheus', 'opentelemetry'] as const;

export interface MetricsTo {
  form: (typeof METRICS_FORMS)[number];
  /** Where it takes them: `…/api/v1/write` of Prometheus, `…/v1/metrics` of OpenTelemetry. */
  url: string;
  user?: string;
  /** `${NAME}` until withPassword. */
  password?: string;
}

/** On every figure of a run: the convention of k6's own dashboards. */
export const RUN_TAG = 'testid';

/** Of a trend Prometheus gets these, each a series of its own; a quantile cannot be made of others. */
export const TREND_STATS = ['med', 'p(95)', 'p(99)', 'max'];

/** @throws BurstboxError usage when the variable is not set */
export function withPassword(to: MetricsTo, env: NodeJS.ProcessEnv = process.env): MetricsTo {
  if (to.password === undefined) return to;
  const name = to.password.slice('${'.length, -1);
  const password = env[name] ?? '';
  if (password === '')
    throw new BurstboxError(
      'usage',
      `--metrics-to needs the environment variable ${name}, which is not set`,
      { name },
    );
  keepSecret(password);
  return { ...to, password };
}

/** What `--out` of k6 is, and its settings, which k6 takes from its environment. */
export function k6Output({ form, url, user, password }: MetricsTo): {
  out: string;
  env: Record<string, string>;
} {
  const { prefix, ...output } = form === 'prometheus' ? toPrometheus(url) : toOpenTelemetry(url);
  const who = {
    ...(user === undefined ? {} : { [`${prefix}USERNAME`]: user }),
    ...(password === undefined ? {} : { [`${prefix}PASSWORD`]: password }),
  };
  return { ...output, env: { ...output.env, ...who } };
}

function toPrometheus(url: string) {
  return {
    prefix: 'K6_PROMETHEUS_RW_',
    out: 'experimental-prometheus-rw',
    env: { K6_PROMETHEUS_RW_SERVER_URL: url, K6_PROMETHEUS_RW_TREND_STATS: TREND_STATS.join(',') },
  };
}

function toOpenTelemetry(url: string) {
  const { protocol, host, pathname } = new URL(url);
  return {
    prefix: 'K6_OTEL_HTTP_EXPORTER_',
    out: 'opentelemetry',
    env: {
      K6_OTEL_EXPORTER_PROTOCOL: 'http/protobuf',
      K6_OTEL_HTTP_EXPORTER_ENDPOINT: host,
      K6_OTEL_HTTP_EXPORTER_INSECURE: String(protocol === 'http:'),
      K6_OTEL_HTTP_EXPORTER_URL_PATH: pathname,
      K6_OTEL_METRIC_PREFIX: 'k6_',
    },
  };
}
