import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { runOf } from '../../judge/fixtures.ts';
import type { Verdict } from '../../store/records/records.ts';
import { toHtml } from './html.ts';
import { pageData } from './page-data.ts';

const HOSTILE = `</script><script>alert(1)</script><!--<img src=x onerror=alert(2)>"'&`;

function page(about: string): string {
  const verdict: Verdict = {
    schema: 'burstbox/verdict/1',
    run: 'r',
    status: 'healthy',
    profiles: [],
    doubts: [],
  };
  const run = runOf({ id: about, target: { ...runOf().target, about } });
  return toHtml(pageData(run, verdict, '/nowhere'));
}

test('what a target says cannot end the element that it stands in', () => {
  const html = page(HOSTILE);
  assert.equal(html.match(/<script/g)?.length, 2, 'the data and the program');
  assert.ok(!html.includes('<img'));
  const data = /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(html)?.[1] ?? '';
  assert.equal(JSON.parse(data).run.target, HOSTILE);
});

test('the policy names the only script and style that are in it, and lets nothing in or out', () => {
  const html = page('the file service');
  const policy = /Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1] ?? '';
  const hashOf = (text = '') => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  const style = /<style>(.*?)<\/style>/s.exec(html)?.[1];
  const script = /<script>(.*)<\/script>/s.exec(html)?.[1];
  assert.deepEqual(policy.split('; '), [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ]);
  assert.doesNotMatch(html, /(src|href)="?https?:/);
});
