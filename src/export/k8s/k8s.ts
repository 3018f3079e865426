/** More load than one machine makes: what k6-operator plays (https://grafana.com/docs/k6/latest/set-up/set-up-distributed-k6/). Pure. */
import { BurstboxError } from '../../errors.ts';
import { memoryBudget, usedBytes } from '../../plan/generator-memory.ts';
import type { MetricsTo } from '../../plan/metrics-to.ts';
import { K6 } from '../../provision/k6.ts';
import { peakLevel } from '../../shared/load/shape.ts';
import type { ScenarioPlan } from '../../store/records/records.ts';
import { MIB } from '../../text/numbers.ts';
import type { ExportedFile } from '../files.ts';
import { yamlText } from '../yaml.ts';
import { plainEnv, type RunnerEnv, runnerEnv, SECRET, secretsIn } from './env.ts';
import { networkPolicy } from './network-policy.ts';

export interface K8sOrder {
  scenario: ScenarioPlan;
  /** The bundle of its script. */
  script: string;
  /** By SCRIPT_ENV name, with secrets as references. */
  parameters: Record<string, string>;
  /** Of the service, as pods reach it. */
  baseUrl: string;
  /** How many pods share the load. */
  parallelism: number;
  /** What figures of this load are tagged with. */
  testId: string;
  metrics: MetricsTo[];
}

/** etcd takes no more of one object: https://kubernetes.io/docs/concepts/configuration/configmap/ */
const MAX_CONFIG_MAP_BYTES = MIB;
/** The least that its other fields need. */
const OTHER_FIELDS_BYTES = 2048;
/** User of the image grafana/k6. */
const K6_UID = 12_345;
/** What k6 drives on one CPU is in docs/export.md; without room for bursts its quota would hold it up while it measures. */
const CPUS = { request: '1', limit: '2' };
/** Of which one pod takes no more than a run on a machine of this size would. */
const NODE_BYTES = 8 * 1024 * MIB;
/** Go collects when as much again has come. */
const GARBAGE = 2;
const MIN_REQUEST_BYTES = 256 * MIB;
/** Go collects before its container is killed. */
const GO_SHARE = 0.8;

/** @throws BurstboxError usage when the load cannot be split, or the bundle is too large for a ConfigMap */
export function k8sFile(order: K8sOrder): ExportedFile {
  const { scenario, script, parallelism, baseUrl, metrics } = order;
  refuseHistory(scenario, parallelism);
  const name = `burstbox-${scenario.name}`.replaceAll(/[^a-z0-9-]/g, '-');
  const source = withoutSourceMap(script);
  const bytes = Buffer.byteLength(source);
  if (bytes + OTHER_FIELDS_BYTES > MAX_CONFIG_MAP_BYTES)
    throw new BurstboxError(
      'usage',
      `export k8s: the bundle of ${scenario.name} has ${bytes} bytes, and a ConfigMap takes ${MAX_CONFIG_MAP_BYTES - OTHER_FIELDS_BYTES}; make what the script imports smaller, or put the bundle into an image and name it by script.localFile`,
      { bytes },
    );
  const memory = memoryOf(scenario, parallelism);
  const env = runnerEnv(order, Math.floor(memory.limitMib * GO_SHARE));
  const documents = [
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { [FILE]: source } },
    testRun(name, order, env, memory),
    networkPolicy(name, [baseUrl, ...metrics.map(({ url }) => url)]),
  ];
  const path = `${name}.k8s.yaml`;
  return { path, text: yamlText(remarkOf(order, path, secretsIn(env)), documents) };
}

const FILE = 'script.js';

function testRun(
  name: string,
  order: K8sOrder,
  env: RunnerEnv[],
  { requestMib, limitMib }: ReturnType<typeof memoryOf>,
): object {
  const resources = {
    requests: { cpu: CPUS.request, memory: `${requestMib}Mi` },
    limits: { cpu: CPUS.limit, memory: `${limitMib}Mi` },
  };
  const pod = {
    image: `grafana/k6:${K6.version.replace(/^v/, '')}`,
    automountServiceAccountToken: 'false',
    securityContext: { runAsNonRoot: true, runAsUser: K6_UID, seccompProfile: { type: 'RuntimeDefault' } },
    containerSecurityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
  };
  return {
    apiVersion: 'k6.io/v1alpha1',
    kind: 'TestRun',
    metadata: { name },
    spec: {
      parallelism: order.parallelism,
      script: { configMap: { name, file: FILE } },
      arguments: `--tag testid=${order.testId}`,
      runner: { ...pod, env, resources },
      // It only reads the options of the script, and needs no secret for that.
      initializer: { ...pod, env: plainEnv(env) },
    },
  };
}

/** For its share of the load a pod asks for what k6 will use, and may take what a run would let it take. */
function memoryOf({ legs, ...rest }: ScenarioPlan, parallelism: number) {
  const share = legs.map((leg) => ({ ...leg, level: Math.ceil(leg.level / parallelism) }));
  const { softBytes } = memoryBudget({ ...rest, legs: share }, NODE_BYTES, true);
  const wanted = GARBAGE * usedBytes({ ...rest, legs: share }, peakLevel(share));
  return {
    requestMib: Math.ceil(Math.min(softBytes, Math.max(MIN_REQUEST_BYTES, wanted)) / MIB),
    limitMib: Math.ceil(softBytes / MIB),
  };
}

/** Its checker must see all operations of all clients in one order. */
function refuseHistory({ name, history }: ScenarioPlan, parallelism: number): void {
  if (history !== true || parallelism === 1) return;
  throw new BurstboxError(
    'usage',
    `export k8s: ${name} is judged by a history of all its clients, which one process must write; use --parallelism 1, or run it with burstbox itself`,
    { name },
  );
}

/** Half a MiB of each bundle, which k6 only needs to name a line of the sources in an exception. */
function withoutSourceMap(script: string): string {
  return script
    .replace(/^\/\/# sourceMappingURL=.*$/m, '')
    .trimEnd()
    .concat('\n');
}

function remarkOf({ scenario, parallelism }: K8sOrder, path: string, secrets: string[]): string[] {
  const each = secrets.map((name) => `--from-literal=${name}="$${name}"`).join(' ');
  return [
    `${scenario.name}: ${scenario.about}. Played by k6-operator in ${parallelism} ${parallelism === 1 ? 'pod' : 'pods that share the load'}.`,
    ...(secrets.length === 0 ? [] : [`First: kubectl create secret generic ${SECRET} ${each}`]),
    // The client would keep a copy of the bundle in an annotation, which takes 256 KiB at most.
    `kubectl apply --server-side -f ${path}`,
    'Thresholds and summaries are those of each pod; the figures of all together are where the metrics go.',
  ];
}
