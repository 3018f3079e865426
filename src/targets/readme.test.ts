import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { PROJECT_ROOT } from '../root.ts';
import { whatIsWrong } from '../validate.ts';
import { refusePlainSecrets } from './secrets.ts';

test('the target files in the README are right', () => {
  const readme = readFileSync(join(PROJECT_ROOT, 'README.md'), 'utf8');
  const blocks = [...readme.matchAll(/^```json\n(.*?)^```$/gms)].map(([, text = '']) => text);
  const targets = blocks.filter((text) => text.includes('burstbox/target/1')).map((text) => JSON.parse(text));
  assert.ok(targets.length >= 2);
  for (const target of targets) {
    assert.equal(whatIsWrong('target', target), undefined);
    refusePlainSecrets('README.md', target);
  }
});
