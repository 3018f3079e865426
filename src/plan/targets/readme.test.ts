import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { whatIsWrong } from '../../files/validate.ts';
import { PROJECT_ROOT } from '../../root.ts';
import { checkJourney } from '../../suites/journey/check.ts';
import { copyOfProject, newWorld } from '../../testing/e2e/cli.ts';
import { refusePlainSecrets } from './secrets.ts';
import type { Target } from './targets.ts';

const PAGES = [
  'README.md',
  ...readdirSync(join(PROJECT_ROOT, 'docs'), { recursive: true })
    .map(String)
    .filter((file) => file.endsWith('.md'))
    .map((file) => join('docs', file)),
];

test('the target files in the README and in docs/ are right', () => {
  for (const page of ['target-file.md', 'getting-started.md'])
    assert.ok(targetsIn(join('docs', page)).length >= 2, page);
  assert.ok(targetsIn('README.md').length >= 1);
  for (const page of PAGES) {
    for (const target of targetsIn(page)) {
      assert.equal(whatIsWrong('target', target), undefined, page);
      refusePlainSecrets(page, target);
      if (target.journey !== undefined) checkJourney(page, target.journey);
    }
  }
});

test('the files that the README and docs/ link to are there', () => {
  for (const page of PAGES) {
    const links = [...textOf(page).matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, path = '']) => path);
    for (const link of links)
      assert.ok(existsSync(join(PROJECT_ROOT, dirname(page), link)), `${page}: ${link}`);
  }
});

test('the scenario in docs/own-scenario.md is bundled and planned from its file alone', async () => {
  const [, script = ''] = /^```ts\n(.*?)^```$/ms.exec(textOf(join('docs', 'own-scenario.md'))) ?? [];
  const copy = copyOfProject({ 'scripts/megabyte.ts': script });
  const world = newWorld(copy.folder);
  try {
    const { code, stdout } = await world.run('t3-micro mine --dry-run');
    assert.equal(code, 0);
    assert.match(stdout, /^ {2}megabyte +30 s, up to 10 VUs$/m);
  } finally {
    world.end();
    copy.end();
  }
});

function targetsIn(page: string): Target[] {
  const blocks = [...textOf(page).matchAll(/^```json\n(.*?)^```$/gms)].map(([, text = '']) => text);
  return blocks.filter((text) => text.includes('burstbox/target/1')).map((text) => JSON.parse(text));
}

function textOf(page: string): string {
  return readFileSync(join(PROJECT_ROOT, page), 'utf8');
}
