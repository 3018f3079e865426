import assert from 'node:assert/strict';
import { test } from 'node:test';
import { secretCaptures } from './secret-captures.ts';

test('what says who asks is a secret, and the number of a note is none', () => {
  const captures = {
    sid: { header: 'X-Sid' },
    csrf: { json: 'c' },
    id: { json: 'id' },
    uploadToken: { json: 'u' },
  };
  const journey = {
    enrol: [{ op: 'enrol', path: '/a', capture: captures }],
    headers: { Cookie: 'sid={sid}' },
    tasks: [{ name: 't', steps: [{ op: 'read', path: '/n/{id}', headers: { 'X-Csrf': '{csrf}' } }] }],
  };
  assert.deepEqual([...secretCaptures(journey)].sort(), ['csrf', 'sid', 'uploadToken']);
});
