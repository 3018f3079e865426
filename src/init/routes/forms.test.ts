import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formsIn, removalForms } from './forms.ts';

const BASE = 'http://127.0.0.1:8080';

test('an upload form says where it goes and what its fields are', () => {
  const html = `<form id=search><input name=q></form>
    <FORM action="/upload?path=/&amp;x=1" method=post enctype="multipart/form-data">
    <input type="hidden" name="kind" value="a"><input name='attachment' type=file multiple></FORM>`;
  const [form, ...others] = formsIn(html, '/', BASE);
  assert.deepEqual(others, []);
  assert.deepEqual(
    [form?.path, form?.field, form?.fields],
    ['/upload?path=/&x=1', 'attachment', { kind: 'a' }],
  );
});

test('a form without an action goes to its page, and one to another host nowhere', () => {
  assert.equal(formsIn('<form method=post><input type=file name=f>', '/up', BASE)[0]?.path, '/up');
  assert.deepEqual(formsIn('<form action="http://example.com/"><input type=file name=f>', '/', BASE), []);
});

test('a form that removes the file is known by its path', () => {
  const html =
    '<form action="/rm?path=/bb-1.bin" method="POST"></form><form action="/share/bb-1.bin" method=post>';
  assert.deepEqual(removalForms(html, 'bb-1.bin', BASE), ['/rm?path=/{}']);
});

test('a field whose name no form can have is overlooked, and of hidden ones a few are taken over', () => {
  const file = (name: string) => `<form><input type=file name='${name}'>`;
  for (const name of ['a"b', 'a\nb', 'a\u001b[2J']) assert.deepEqual(formsIn(file(name), '/', BASE), []);
  const hidden = Array.from({ length: 100 }, (_, at) => `<input type=hidden name=h${at} value=1>`).join('');
  const [form] = formsIn(`${file('f')}${hidden}`, '/', BASE);
  assert.equal(Object.keys(form?.fields ?? {}).length, 20);
});
