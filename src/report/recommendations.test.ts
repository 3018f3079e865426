import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findingOf, verdictOf } from '../judge/fixtures.ts';
import type { Finding, Verdict } from '../store/records/records.ts';
import { recommendationsOf } from './recommendations.ts';

/** A verdict on t3-micro with a scenario for each list of findings. */
function verdict(scenarios: Record<string, Partial<Finding>[]>): Verdict {
  return {
    schema: 'burstbox/verdict/1',
    run: 'r1',
    status: 'critical',
    profiles: [
      {
        name: 't3-micro',
        status: 'critical',
        scenarios: Object.entries(scenarios).map(([name, findings]) =>
          verdictOf({ name, findings: findings.map(findingOf) }),
        ),
      },
    ],
    doubts: [],
  };
}

test('the same advice is given once, with all places and the cause of the gravest', () => {
  const advice = 'make ping cheaper';
  assert.deepEqual(
    recommendationsOf(
      verdict({
        ping: [
          {
            status: 'warning',
            cause: 'a third',
            advice,
            open: { profile: 'cpu.pprof' },
            missingProfiles: [{ file: 'heap-start.pprof', why: 'the service was gone' }],
          },
        ],
        spike: [
          {
            status: 'critical',
            cause: 'a half',
            advice,
            open: { profile: 'cpu.pprof' },
          },
          { status: 'critical', cause: 'a half', advice },
        ],
      }),
    ),
    [{ what: advice, why: 'a half', where: ['t3-micro / ping', 't3-micro / spike'], status: 'critical' }],
  );
});

test('the gravest comes first, then the most frequent', () => {
  const order = recommendationsOf(
    verdict({
      a: [
        { status: 'warning', advice: 'once' },
        { status: 'warning', advice: 'twice' },
      ],
      b: [
        { status: 'warning', advice: 'twice' },
        { status: 'unknown', advice: 'unproven' },
        { status: 'critical', advice: 'grave' },
      ],
    }),
  );
  assert.deepEqual(
    order.map(({ what }) => what),
    ['grave', 'unproven', 'twice', 'once'],
  );
});

test('good news calls for nothing, but a breaking point names what to mend next', () => {
  const order = recommendationsOf(
    verdict({
      ladder: [
        { status: 'healthy', advice: 'keep it so' },
        { status: 'critical', message: 'without advice' },
        { status: 'healthy', detector: 'breaking-point', advice: 'look for a lock' },
      ],
    }),
  );
  assert.deepEqual(order, [{ what: 'look for a lock', where: ['t3-micro / ladder'], status: 'healthy' }]);
});
