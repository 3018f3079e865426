import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OPTIONS, scenario, TARGET } from '../../plan/fixtures.ts';
import { scenarioPlan } from '../../plan/scenario-plan.ts';
import { exportedDocuments, orderOf } from './fixtures.ts';
import { type K8sOrder, k8sFile } from './k8s.ts';

test('the bundle, the run and the way out stand in one file', () => {
  const [map, run, policy] = exportedDocuments(orderOf({ parallelism: 4 }));
  assert.deepEqual(map, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'burstbox-open-ping' },
    data: { 'script.js': 'export default () => {};\n' },
  });
  assert.equal(run.spec.parallelism, 4);
  assert.deepEqual(run.spec.script, { configMap: { name: 'burstbox-open-ping', file: 'script.js' } });
  assert.equal(run.spec.arguments, '--tag testid=ping-1');
  assert.match(run.spec.runner.image, /^grafana\/k6:\d+\.\d+\.\d+$/);
  const { requests, limits } = run.spec.runner.resources;
  assert.ok(parseInt(requests.memory, 10) <= parseInt(limits.memory, 10));
  assert.deepEqual(policy.spec.podSelector.matchLabels, {
    app: 'k6',
    k6_cr: 'burstbox-open-ping',
    runner: 'true',
  });
});

test('secrets come from the Secret, and the pod that only reads the script gets none', () => {
  const AUTH = `{"value":"Bearer \${API_TOKEN}","cost":"$(5)"}`;
  const metrics = [
    { form: 'prometheus', url: 'https://prom.example/push', user: 'me', password: `\${PW}` },
  ] satisfies K8sOrder['metrics'];
  const [, { spec }] = exportedDocuments(orderOf({ parameters: { AUTH }, metrics }));
  const env = new Map(spec.runner.env.map((each: { name: string }) => [each.name, each]));
  assert.deepEqual(env.get('API_TOKEN'), {
    name: 'API_TOKEN',
    valueFrom: { secretKeyRef: { name: 'burstbox', key: 'API_TOKEN' } },
  });
  assert.deepEqual(env.get('AUTH'), {
    name: 'AUTH',
    value: '{"value":"Bearer $(API_TOKEN)","cost":"$$(5)"}',
  });
  assert.deepEqual(env.get('INSTANCE'), {
    name: 'INSTANCE',
    valueFrom: { fieldRef: { fieldPath: 'metadata.name' } },
  });
  assert.deepEqual(env.get('K6_OUT'), { name: 'K6_OUT', value: 'experimental-prometheus-rw' });
  assert.deepEqual(env.get('K6_PROMETHEUS_RW_PASSWORD'), {
    name: 'K6_PROMETHEUS_RW_PASSWORD',
    value: '$(PW)',
  });
  const names = [...env.keys()];
  assert.ok(names.indexOf('API_TOKEN') < names.indexOf('AUTH'), 'what is referred to stands first');
  assert.ok(!JSON.stringify(spec.initializer).includes('secretKeyRef'));
});

test('the way out leads to an address, a namespace, the own namespace, or a port of hosts outside', () => {
  const egress = (baseUrl: string) => exportedDocuments(orderOf({ baseUrl }))[2].spec.egress[1];
  const to = (port: number) => [{ port, protocol: 'TCP' }];
  assert.deepEqual(egress('http://10.1.2.3:8080'), {
    to: [{ ipBlock: { cidr: '10.1.2.3/32' } }],
    ports: to(8080),
  });
  assert.deepEqual(egress('http://[fd00::1]'), { to: [{ ipBlock: { cidr: 'fd00::1/128' } }], ports: to(80) });
  const inShop = { to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } } }] };
  assert.deepEqual(egress('http://web.shop.svc:80'), inShop);
  assert.deepEqual(egress('http://web.shop.svc.cluster.local'), inShop);
  assert.deepEqual(egress('http://web:80'), { to: [{ podSelector: {} }] });
  assert.deepEqual(egress('https://web.shop.example'), { ports: to(443) });
});

test('a bundle that no ConfigMap takes, and a history that several would write, are refused', () => {
  const script = `// ${'x'.repeat(2 ** 20)}\n`;
  assert.throws(
    () => k8sFile(orderOf({ script })),
    /the bundle of open\/ping has 1048580 bytes, and a ConfigMap takes 1046528/,
  );
  const mapped = `x\n//# sourceMappingURL=data:${'y'.repeat(2 ** 20)}\n`;
  assert.equal(exportedDocuments(orderOf({ script: mapped }))[0].data['script.js'], 'x\n');
  const told = scenarioPlan({ ...scenario('locks', 'catalog', ['ping']), history: true }, TARGET, OPTIONS);
  assert.throws(() => k8sFile(orderOf({ scenario: told })), /locks is judged by a history.*--parallelism 1/);
  assert.ok(k8sFile(orderOf({ scenario: told, parallelism: 1 })));
});
