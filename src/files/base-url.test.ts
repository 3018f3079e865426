import assert from 'node:assert/strict';
import { test } from 'node:test';
import { baseUrlFault } from './base-url.ts';

const CASES: [text: string, fault: ReturnType<typeof baseUrlFault>][] = [
  ['http://127.0.0.1:8080', undefined],
  ['https://[::1]/below/', undefined],
  ['http://user@127.0.0.1', 'extras'],
  ['http://:password@127.0.0.1', 'extras'],
  ['http://127.0.0.1/?key=1', 'extras'],
  ['http://127.0.0.1/#top', 'extras'],
  ['ftp://user:password@127.0.0.1', 'extras'],
  ['ftp://127.0.0.1', 'not-http'],
  ['localhost:80', 'not-http'],
  ['127.0.0.1', 'not-http'],
  ['', 'not-http'],
];

for (const [text, fault] of CASES)
  test(`"${text}": ${fault ?? 'a base URL'}`, () => assert.equal(baseUrlFault(text), fault));
