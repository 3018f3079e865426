import { YAML } from 'zx';
import { OPTIONS, scenario, TARGET } from '../../plan/fixtures.ts';
import { scenarioPlan } from '../../plan/scenario-plan.ts';
import { type K8sOrder, k8sFile } from './k8s.ts';

export function orderOf(changes: Partial<K8sOrder> = {}): K8sOrder {
  return {
    scenario: scenarioPlan(scenario('open/ping', 'open', ['ping']), TARGET, OPTIONS),
    script: 'export default () => {};',
    parameters: { PACE: 'quick' },
    baseUrl: 'http://web.shop.svc:8080',
    parallelism: 2,
    testId: 'ping-1',
    metrics: [],
    ...changes,
  };
}

/** ConfigMap, TestRun and NetworkPolicy. */
export function exportedDocuments(order: K8sOrder) {
  return k8sFile(order)
    .text.split(/^---$/m)
    .map((text) => YAML.parse(text));
}
