import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { SECTION_ENV } from '../contract/contract.ts';
import { loadScenarios } from '../plan/scenarios.ts';
import { PROJECT_ROOT } from '../root.ts';
import { SECTIONS, SUITES } from './suites.ts';

interface Schema {
  properties: Record<string, unknown>;
}

function schema<T>(name: string): T {
  return JSON.parse(readFileSync(join(PROJECT_ROOT, 'schema', `${name}.schema.json`), 'utf8'));
}

test('a suite names the scripts that say they are of it, and no others, and they are played in its order', () => {
  const declared = loadScenarios();
  for (const { name, scenarios } of SUITES)
    assert.deepEqual(
      declared.filter(({ suite }) => suite === name).map((each) => each.name),
      scenarios,
      name,
    );
});

test('a scenario needs the section of its suite', () => {
  for (const { name, section } of SUITES)
    for (const { suite, needs } of loadScenarios())
      if (suite === name && section !== undefined) assert.ok(needs.includes(section.key), name);
});

test('every section has its form in the schema, can be needed, and has a parameter of its own', () => {
  const target = schema<Schema>('target');
  const scenario = schema<{ properties: { needs: { items: { enum: string[] } } } }>('scenario');
  for (const { key } of SECTIONS) {
    assert.ok(key in target.properties, key);
    assert.ok(scenario.properties.needs.items.enum.includes(key), key);
  }
  assert.deepEqual(Object.keys(SECTION_ENV).sort(), SECTIONS.map(({ key }) => key).sort());
});
