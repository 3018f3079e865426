/**
 * What a service, a log or a file says must not hold us up: each function that looks at foreign text gets a megabyte of
 * what its expressions like least, and may take no more than in proportion to it.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseJson } from '../files/json.ts';
import { linesOf } from '../files/lines.ts';
import type { Answer } from '../init/client.ts';
import { formsIn, removalForms } from '../init/routes/forms.ts';
import { collectionOf, isFieldName } from '../init/routes/idea.ts';
import { fieldsWanted } from '../init/routes/learn.ts';
import { linksIn } from '../init/routes/links.ts';
import { listFields } from '../init/routes/list-fields.ts';
import { pathBelow } from '../init/routes/path-below.ts';
import { judgeOom } from '../judge/detectors/oom.ts';
import { evidenceOf } from '../judge/fixtures.ts';
import type { Operation } from '../judge/history/history.ts';
import { parseLine } from '../judge/history/parse-line.ts';
import { Texts } from '../judge/history/texts.ts';
import { errorLine, lastWords } from '../judge/logs/last-words.ts';
import { frameOf } from '../judge/pprof/frame.ts';
import { parseK6Version } from '../provision/k6.ts';
import { xmlDocument, xmlText } from '../report/files/xml.ts';
import { markdownText } from '../report/markdown/markdown.ts';
import { htmlText } from '../report/run-index/html-text.ts';
import { withoutSecrets } from '../run/describe-run.ts';
import { readMetrics } from '../run/sample/adapters/prometheus-text.ts';
import { parseServices } from '../sandbox/compose/config.ts';
import { answerValue } from '../shared/request/answer-value.ts';
import { leavesOf } from '../shared/request/json-tree.ts';
import { fill, placeholdersIn } from '../shared/request/template.ts';
import { timelineReader } from '../store/timeline.ts';
import { plainJson, plainText } from '../text/plain-text.ts';
import { didYouMean } from '../text/spelling.ts';
import { cpuMs, lookMs } from './cost.ts';

type Look = (text: string) => unknown;

const answer = (body: string, headers: Record<string, string> = {}) =>
  ({ status: 200, headers, body: Buffer.from(body) }) as unknown as Answer;
const BASE = 'http://127.0.0.1:1';
const attempted = (look: Look) => (text: string) => {
  try {
    return look(text);
  } catch {
    return undefined; // refused, which is as good
  }
};

/** By what reads it: what a megabyte is made of. A second text stands once at the end, so that nothing matches. */
const LOOKS: [name: string, look: Look, pieces: [piece: string, end?: string][]][] = [
  [
    'last words of a log',
    (text) => [lastWords(text), errorLine(text)],
    [
      ['(', 'x'],
      ['a(', 'x'],
      [')'],
      [') in goroutine 1', 'x'],
      ['-', 'x'],
      ['= ', 'x'],
      ['\n'],
      ['panicked at '],
      ['a()\n'],
      ['error ECONNRESET '],
      ['1'],
    ],
  ],
  [
    'out of memory in a log',
    (logTail) => judgeOom(evidenceOf({ logTail })),
    [['FATAL ERROR: '], ['FATAL ERROR:\n'], ['memory allocation of 1'], ['1']],
  ],
  ['plain text', plainText, [['\u001b'], ['\u001b '], ['a\u202e']]],
  ['plain JSON', plainJson, [['\u009b'], ['\n'], ['"']]],
  ['text of a page', htmlText, [['<&"'], ['\u001b']]],
  ['text of Markdown', markdownText, [['`*|'], ['\\']]],
  ['text of XML', (text) => xmlDocument(xmlText('a', {}, text)), [['&<]]>'], ['\ud800']]],
  ['a function of a profile', (text) => frameOf(text, text), [['('], ['/'], ['@v1'], ['['], ['python3.1']]],
  [
    'metrics',
    (text) => readMetrics(text, () => true),
    [['a{b="'], ['a{b="c",'], ['# HELP '], ['a 1\n'], ['a{b="\\'], [' '], ['1.']],
  ],
  ['a line of a timeline', timelineReader(), [['['], ['{"a":'], ['"']]],
  [
    'a line of a history',
    (text) => parseLine(Buffer.from(text), 0, text.length, new Texts(), {} as Operation),
    [['{"c":1,'], ['['], ['"\\']],
  ],
  ['JSON', attempted(parseJson), [['['], ['{"a":'], ['"a",'], ['\\"']]],
  [
    'forms of a page',
    (text) => [formsIn(text, '/', BASE), removalForms(text, 'x', BASE)],
    [
      ['<form'],
      ['<input'],
      ['<form><input type=file name='],
      ["<form action='"],
      ['<form action = '],
      ['<form a>'],
    ],
  ],
  ['a path', (text) => [collectionOf(text), pathBelow(text, '/', BASE)], [['/', 'x'], ['?'], ['/{name}']]],
  ['a field', isFieldName, [['a'], ['"']]],
  ['what a refusal asks for', fieldsWanted, [["part'"], ['part "a'], ['{"a":["b"],'], ['file']]],
  [
    'links of an answer',
    (text) => linksIn(answer(JSON.stringify({ a: text }), { location: text }), BASE, []),
    [['/'], ['/a', '?'], ['%']],
  ],
  ['leaves of an answer', (text) => leavesOf(text), [['a'], ['[']]],
  ['a list', (text) => listFields(text, 'name', 'id'), [['{"name":'], ['['], ['name']]],
  [
    'a value of an answer',
    (text) => [
      answerValue({ header: 'location' }, { headers: { location: text } }, 100),
      answerValue({ json: 'a[1]' }, { headers: {}, body: text }, 100),
    ],
    [['/', 'x'], ['?'], ['#'], ['['], ['%']],
  ],
  ['placeholders', (text) => [placeholdersIn(text), fill(text, {})], [['{'], ['${'], ['{a'], ['{a}'], ['$']]],
  ['a compose file', parseServices, [['services:\n'], [' '], ["'"], ['a: '], [' a:\n'], ['"a":']]],
  ['the version of a k6', parseK6Version, [[' v1.1.1 ('], [' v1.1.1'], [' v1.1.1 (go']]],
  ['a word typed', (text) => didYouMean(text, ['pace', 'duration']), [['a']]],
  ['a command line', withoutSecrets, [['/'], ['//a'], ['-e a'], ['--env ']]],
];

const SMALL = 64 * 1024;
const LARGE = 1024 * 1024;
/** Sixteen times the text: sixteen times as long when it is linear, 256 times when it is square. */
const MAX_GROWTH = 64;
/** What takes less than so many looks at each character is not square at this size. */
const UNMEASURED_LOOKS = 100;
const UNMEASURED_MS = UNMEASURED_LOOKS * lookMs(LARGE);
const ATTEMPTS = 3;

for (const [name, look, pieces] of LOOKS)
  test(`${name}: a megabyte takes no more than in proportion`, () => {
    for (const [piece, end = ''] of pieces) {
      const text = (size: number) => piece.repeat(Math.ceil(size / piece.length)) + end;
      const cost = (size: number) => cpuMs(() => look(text(size)), 1);
      const isLinear = () => cost(LARGE) < Math.max(UNMEASURED_MS, MAX_GROWTH * cost(SMALL));
      assert.ok(Array.from({ length: ATTEMPTS }).some(isLinear), JSON.stringify(piece));
    }
  });

test('a line without an end is not read to its end', () => {
  assert.deepEqual([...linesOf('/dev/zero')], []);
});
