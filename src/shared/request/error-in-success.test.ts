import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AnswerForm, isErrorAnswer, saysError, usualForm } from './error-in-success.ts';

const JSON_TYPE = { 'Content-Type': 'application/json; charset=utf-8' };
const HTML_TYPE = { 'Content-Type': 'text/html' };
const SHORT_JSON: AnswerForm = { html: false, json: true, short: true, saysError: false };

test('a JSON object that tells of an error is one, however it tells', () => {
  for (const body of [
    '{"error":"disk full"}',
    '{"error":{"code":"internal","message":"no"}}',
    '{"error":true}',
    '{"errors":[{"title":"no"}]}',
    '{"success":false}',
    '{"ok": false, "id": "a"}',
    '{"status":"error","message":"no"}',
    '{"status":"fail","data":{}}',
    '{"results":[{"name":"a.bin","status":500}]}',
    '{"files":[{"name":"a.bin","size":7,"error":"Filetype not allowed"}]}',
    '[{"success":false,"name":"a.bin"}]',
  ])
    assert.equal(saysError(body), true, body);
});

test('no error, a number of them, and the word in another place are none', () => {
  for (const body of [
    '',
    'ok',
    '{}',
    '{"error":null,"id":"a1"}',
    '{"error":"","id":"a1"}',
    '{"error":"none"}',
    '{"errors":[],"success":true}',
    '{"error":{"code":0,"message":""}}',
    '{"requests":100,"errors":3}',
    '{"status":"ok","error":false}',
    '{"status":"success"}',
    '["error"]',
    '{"name":"error.bin"}',
    '{"message":"no error"}',
    '{"error":"cut off',
    '{"results":[{"name":"a.bin","status":201},{"name":"b.bin","status":500}]}',
    '{"results":[{"name":"a.bin","status":201}],"errors":[]}',
    '{"jobs":[{"error":"a"},{"error":"b"},{"error":"c"},{"error":"d"},{"error":"e"},{"error":"f"}]}',
    '{"error":null,"items":[]}',
    '[[],[{"status":"ok"}]]',
  ])
    assert.equal(saysError(body), false, body);
});

test('HTML where JSON is usual, or JSON where a file is, is an error; the usual form is none', () => {
  assert.equal(isErrorAnswer({ headers: HTML_TYPE, body: '<html>' }, SHORT_JSON), true);
  assert.equal(isErrorAnswer({ headers: HTML_TYPE }, { ...SHORT_JSON, html: true }), false);
  assert.equal(isErrorAnswer({ headers: JSON_TYPE }, { ...SHORT_JSON, json: false }), true);
  assert.equal(isErrorAnswer({ headers: JSON_TYPE }, SHORT_JSON), false);
  assert.equal(isErrorAnswer({ headers: JSON_TYPE }, undefined), false, 'nothing usual is known');
});

test('a service whose answers always read like that says nothing by it', () => {
  const answer = { headers: JSON_TYPE, body: '{"error":"see the manual"}' };
  assert.equal(isErrorAnswer(answer, SHORT_JSON), true);
  assert.equal(isErrorAnswer(answer, { ...SHORT_JSON, saysError: true }), false);
});

test('a long text is not read', () => {
  const body = JSON.stringify({ error: 'no', files: 'x'.repeat(5000) });
  assert.equal(isErrorAnswer({ headers: JSON_TYPE, body }, SHORT_JSON), false);
});

test('what most of the answers to a user alone were is usual, and a page among them is not', () => {
  const json = { headers: JSON_TYPE, body: '{}', failed: false };
  const page = { headers: HTML_TYPE, body: '<html>', failed: false };
  const usual = usualForm([json, page, json, page, json]);
  assert.deepEqual([usual.json, usual.html], [true, false]);
  assert.equal(isErrorAnswer(page, usual), true);
  assert.equal(isErrorAnswer(json, usual), false);
});

test('who answers in both forms, or in none, has no unusual one', () => {
  const json = { headers: JSON_TYPE, body: '{}', failed: false };
  const page = { headers: HTML_TYPE, body: '<html>', failed: false };
  const both = usualForm([json, page]);
  assert.equal(isErrorAnswer(page, both), false);
  const none = usualForm([{ headers: {}, body: '', failed: false }]);
  assert.deepEqual([none.json, none.html], [false, false]);
});

test('of answers that failed nothing is usual as long as others did not', () => {
  const failed = { headers: HTML_TYPE, body: '<html>', failed: true };
  assert.equal(usualForm([failed, failed, { headers: JSON_TYPE, body: '{}', failed: false }]).html, false);
});
