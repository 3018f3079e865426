import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerWith } from '../fixtures.ts';
import { NO_PLACES, type UploadIdea } from './idea.ts';
import { fieldsWanted, otherWays } from './learn.ts';

const IDEA: UploadIdea = {
  ...{
    from: 'guess',
    style: 'multipart',
    method: 'POST',
    path: '/documents',
    field: 'file',
    places: NO_PLACES,
  },
};

test('files of another form are tried where the refusal asks for one, or the path does', () => {
  const ways = (idea: Partial<UploadIdea>, status: number, text: string) =>
    otherWays({ ...IDEA, from: 'flag', ...idea }, answerWith({ error: text }, { status })).map(
      ({ content }) => content,
    );
  assert.deepEqual(ways({}, 400, 'Only .jpg, .png and .gif are taken'), ['png', 'jpeg']);
  assert.deepEqual(ways({ style: 'raw', path: '/papers/{name}' }, 415, 'application/pdf expected'), ['pdf']);
  assert.deepEqual(ways({ path: '/photos' }, 415, 'unsupported'), ['png', 'jpeg']);
  assert.deepEqual(ways({ path: '/photos', content: 'png' }, 422, 'Not a picture'), ['jpeg']);
  assert.deepEqual(ways({}, 415, ''), ['png', 'jpeg', 'pdf', 'json', 'csv', 'text']);
  assert.deepEqual(ways({}, 400, 'the quota is used up'), []);
  assert.deepEqual(ways({}, 500, 'png'), []);
});

test('what a refusal says is missing is read in the words of each framework', () => {
  const fastApi = {
    detail: [{ loc: ['body', 'document'] }, { loc: ['query', 'x'] }, { loc: ['body', 'title'] }],
  };
  assert.deepEqual(fieldsWanted(JSON.stringify(fastApi)), ['document', 'title']);
  const django = { title: ['This field is required.'], upload: ['No file was submitted.'], code: 3 };
  assert.deepEqual(fieldsWanted(JSON.stringify(django)), ['title', 'upload']);
  const spring = { status: 400, detail: "Required part 'attachment' is not present." };
  assert.deepEqual(fieldsWanted(JSON.stringify(spring)), ['attachment']);
  assert.deepEqual(fieldsWanted('missing field "payload"'), ['payload']);
  assert.deepEqual(fieldsWanted('Unexpected field'), []);
});

test('the field of the file is told from the others', () => {
  const [way] = otherWays(IDEA, answerWith({ title: ['required'], document: ['required'] }, { status: 400 }));
  assert.deepEqual([way?.field, way?.fields], ['document', { title: '{name}' }]);
});

test('a field that may be either is tried as the file, and then as text', () => {
  const ways = otherWays(IDEA, answerWith("the part 'paper' is missing", { status: 422 }));
  assert.deepEqual(
    ways.map(({ field, fields }) => [field, fields]),
    [
      ['paper', undefined],
      ['file', { paper: '{name}' }],
    ],
  );
});

test('a guess that was refused without a reason is tried with other usual fields', () => {
  const ways = otherWays(IDEA, answerWith('Unexpected field', { status: 500 }));
  assert.deepEqual(
    ways.map(({ field }) => field),
    ['document', 'documents', 'files', 'upload', 'data'],
  );
});

test('a path that takes files the other way is tried so', () => {
  const raw: UploadIdea = { ...IDEA, style: 'raw', path: '/api/blobs' };
  const [form] = otherWays(
    raw,
    answerWith("request Content-Type isn't multipart/form-data", { status: 400 }),
  );
  assert.deepEqual([form?.style, form?.path, form?.field], ['multipart', '/api/blobs', 'file']);
  const body = otherWays(IDEA, answerWith('Unsupported Media Type', { status: 415 })).at(-1);
  assert.deepEqual([body?.style, body?.field], ['raw', undefined]);
  assert.deepEqual(otherWays(raw, answerWith('the quota is used up', { status: 400 })), []);
});

test('what is not there, not allowed, or not a form is not tried again', () => {
  for (const status of [401, 404, 405, 413])
    assert.deepEqual(otherWays(IDEA, answerWith('', { status })), []);
  assert.deepEqual(otherWays({ ...IDEA, style: 'raw' }, answerWith('', { status: 400 })), []);
});
