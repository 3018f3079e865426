/** The TestRun against the definition that k6-operator brings, which is too large to be kept here, and Grafana's. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import Ajv from 'ajv';
import { YAML } from 'zx';
import { reason } from '../../errors.ts';
import { exportedDocuments, orderOf } from './fixtures.ts';

const MODULE = 'github.com/grafana/k6-operator@v1.6.0';
const FILE = 'config/crd/bases/k6.io_testruns.yaml';
const { definition, why } = found();

test('the TestRun fits the definition of the operator, to its last field', { skip: why ?? false }, () => {
  const { schema } = definition.spec.versions.find(({ name }: { name: string }) => name === 'v1alpha1');
  const ajv = new Ajv({ strict: false, validateFormats: false });
  const validate = ajv.compile(closed(schema.openAPIV3Schema));
  const [, run]: { spec: object }[] = exportedDocuments(orderOf({ parameters: { AUTH: `\${TOKEN}` } }));
  assert.ok(run !== undefined && validate(run), JSON.stringify(validate.errors));
  assert.ok(!validate({ ...run, spec: { ...run.spec, parallel: 2 } }), 'an unknown field is seen');
  assert.ok(!validate({ ...run, spec: { ...run.spec, parallelism: '2' } }), 'and a wrong one');
});

/** A file named by K6_OPERATOR_CRD, else the operator's Go module. */
function found() {
  try {
    const file = process.env.K6_OPERATOR_CRD ?? join(moduleFolder(), FILE);
    return { definition: YAML.parse(readFileSync(file, 'utf8')) };
  } catch (error) {
    return { why: `neither K6_OPERATOR_CRD nor ${MODULE} gives the definition: ${reason(error)}` };
  }
}

function moduleFolder(): string {
  const command = ['mod', 'download', '-json', MODULE];
  const output = execFileSync('go', command, { stdio: ['ignore', 'pipe', 'ignore'], timeout: 30_000 });
  return JSON.parse(output.toString()).Dir;
}

/** The cluster would drop what it does not know, without a word. */
function closed(schema: unknown): object {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema as never;
  const inner = Object.fromEntries(Object.entries(schema).map(([key, each]) => [key, closed(each)]));
  return 'properties' in schema && 'type' in schema && typeof schema.type === 'string'
    ? { additionalProperties: false, ...inner }
    : inner;
}
