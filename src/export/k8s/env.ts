/** The environment of the pods: the parameters of the script, with secrets from a Secret of the cluster. Pure. */
import { SCRIPT_ENV } from '../../contract/contract.ts';
import { k6Output } from '../../plan/metrics-to.ts';
import type { K8sOrder } from './k8s.ts';

export type RunnerEnv =
  | { name: string; value: string }
  | { name: string; valueFrom: { secretKeyRef: object } | { fieldRef: object } };

/** Name of the Secret; its keys are named as the environment variables of the target file are. */
export const SECRET = 'burstbox';

const REFERENCE = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** Kubernetes puts in `$(NAME)` what was named before it: https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/ */
export function runnerEnv({ parameters, baseUrl, metrics }: K8sOrder, goMib: number): RunnerEnv[] {
  const outputs = metrics.map(k6Output);
  const values: Record<string, string> = {
    [SCRIPT_ENV.baseUrl]: baseUrl,
    ...parameters,
    GOMEMLIMIT: `${goMib}MiB`,
    K6_NO_USAGE_REPORT: 'true',
    K6_AUTO_EXTENSION_RESOLUTION: 'false',
    ...(outputs.length === 0 ? {} : { K6_OUT: outputs.map(({ out }) => out).join(',') }),
    ...Object.fromEntries(outputs.flatMap(({ env }) => Object.entries(env))),
  };
  const referred = Object.values(values).flatMap((value) =>
    [...value.matchAll(REFERENCE)].map(([, name = '']) => name),
  );
  return [
    ...[...new Set(referred)].map((name) => ({
      name,
      valueFrom: { secretKeyRef: { name: SECRET, key: name } },
    })),
    // Each pod stores files of its own, and removes no others.
    { name: SCRIPT_ENV.instance, valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
    ...Object.entries(values).map(([name, value]) => ({ name, value: withReferences(value) })),
  ];
}

/** What is read of the script needs no secret; a name that is not given stays as it is. */
export function plainEnv(env: RunnerEnv[]): RunnerEnv[] {
  return env.filter((each) => 'value' in each);
}

export function secretsIn(env: RunnerEnv[]): string[] {
  return env.flatMap((each) => ('valueFrom' in each && 'secretKeyRef' in each.valueFrom ? [each.name] : []));
}

function withReferences(value: string): string {
  return value.replaceAll('$(', '$$$$(').replace(REFERENCE, '$($1)');
}
