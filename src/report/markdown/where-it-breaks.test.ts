import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findingOf, verdictOf } from '../../judge/fixtures.ts';
import type { LevelRecord, ScenarioVerdict, Verdict } from '../../store/records/records.ts';
import { whereItBreaksSection } from './where-it-breaks.ts';

const LEVEL: LevelRecord = { level: 100, unit: 'VUs', mode: 'good', fromSeconds: 0, toSeconds: 8 };

function section(scenario: Partial<ScenarioVerdict>): string[] {
  const verdict: Verdict = {
    schema: 'burstbox/verdict/1',
    run: 'r1',
    status: 'healthy',
    profiles: [
      { name: 't3-micro', status: 'healthy', scenarios: [verdictOf({ name: 'ladder', ...scenario })] },
    ],
    doubts: [],
  };
  return whereItBreaksSection(verdict);
}

test('the interval and its cause come before the levels', () => {
  const finding = findingOf({
    detector: 'breaking-point',
    message: 'breaks between 1 and 2',
    cause: 'a *lock*',
  });
  const [text = ''] = section({ findings: [finding], levels: [LEVEL] });
  assert.match(
    text,
    /^## Where it breaks\n\n- t3-micro \/ ladder: breaks between 1 and 2; a \\\*lock\\\*\n\n\| profile/,
  );
});

test('levels that did not show it are told so, and without levels there is nothing to tell', () => {
  assert.match(
    section({ levels: [LEVEL] })[0] ?? '',
    /^## Where it breaks\n\nNo breaking point was found in this run\.\n\n\| profile/,
  );
  assert.deepEqual(section({}), []);
});
