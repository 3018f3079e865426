import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerWith } from '../fixtures.ts';
import { NO_PLACES, type UploadIdea } from './idea.ts';
import { otherWays } from './learn.ts';
import { newTrialFile, uploadCall } from './trial-file.ts';

const FORM: UploadIdea = {
  ...{ from: 'guess', style: 'multipart', method: 'POST', path: '/files', field: 'file', places: NO_PLACES },
};
const REFUSED = answerWith('Unsupported version', {
  status: 412,
  headers: { 'tus-resumable': '1.0.0' },
  path: '/files/',
});

test('a service that speaks tus is asked in it, with the length of the file', () => {
  const [idea] = otherWays(FORM, REFUSED);
  assert.ok(idea !== undefined);
  assert.deepEqual(idea.places.removes, ['/files/{}']);
  const file = newTrialFile(idea);
  const call = uploadCall(idea, file);
  assert.equal(call.path, '/files/');
  assert.deepEqual(call.headers, {
    'Content-Type': 'application/offset+octet-stream',
    'Tus-Resumable': '1.0.0',
    'Upload-Length': String(file.bytes.length),
  });
});

test('a service that refuses that too is not asked again, and 412 of another is no reason to ask', () => {
  const [idea] = otherWays(FORM, REFUSED);
  assert.ok(idea !== undefined);
  assert.deepEqual(otherWays(idea, REFUSED), []);
  assert.deepEqual(otherWays(FORM, answerWith('', { status: 412 })), []);
});
