import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cpuMs, lookMs } from '../testing/cost.ts';
import { AWKWARD, ENCODINGS } from './awkward.fixture.ts';
import { hidingStream } from './hiding-stream.ts';
import { hideInOwnRecord, hideInOwnText, hideSecrets, keepSecret } from './secrets.ts';

for (const secret of Object.values(AWKWARD)) keepSecret(secret);

/** What a secret may stand in the middle of, before it is encoded. */
const AROUND: [before: string, after: string][] = [
  ['', ''],
  ['user:', ''],
  ['me:', '@host'],
  ['x=', '&y=1'],
  ['"', '"'],
  ['Bearer ', ', more'],
];

test('a secret is hidden in every form, alone and within more', () => {
  for (const [kind, secret] of Object.entries(AWKWARD))
    for (const [encoding, encode] of Object.entries(ENCODINGS))
      for (const [before, after] of AROUND) {
        const hidden = hideSecrets(`head ${encode(before + secret + after)} tail`);
        const where = `${kind} as ${encoding} in ${before}…${after}: ${hidden}`.slice(0, 300);
        assert.match(hidden, /^head .*\*\*\*.* tail$/s, where);
        assert.ok(!hidden.includes(encode(before + secret + after)), where);
        assert.ok(!hidden.includes(encode(secret).replace('text=', '')), where);
      }
});

test('what stands around a secret stays, and JSON stays JSON', () => {
  const said = {
    a: AWKWARD.doubleQuotes,
    b: `\\${AWKWARD.backslash}\\`,
    c: '"',
    d: [AWKWARD.unicode, 'Łódź'],
  };
  const hidden = JSON.parse(hideSecrets(JSON.stringify(said)));
  assert.deepEqual([hidden.a, hidden.c, hidden.d], ['***', '"', ['***', 'Łódź']]);
  assert.equal(hideSecrets(`GET /f?k=${AWKWARD.digits}&n=1 201`), 'GET /f?k=***&n=1 201');
});

test('a short secret is hidden where it stands alone, and is no part of other words', () => {
  const text = 'aQ7x Q7xb Q7y q7x kQ9z1 the C:\\keys and 100% of <b>b</b>, Dragonfruit';
  assert.equal(hideSecrets(text), text);
  assert.equal(hideSecrets('(Q7x) token=kQ9z; "Q7x" Q7x_1'), '(***) token=***; "***" ***_1');
});

test('unrelated digits of base64 and hexadecimal stay', () => {
  const noise = Buffer.alloc(100_000);
  let state = 1;
  for (let at = 0; at < noise.length; at++) {
    state = (state * 48271) % 2147483647;
    noise[at] = state & 0xff;
  }
  assert.equal(hideSecrets(noise.toString('hex')), noise.toString('hex'));
  assert.equal(hideSecrets(noise.toString('base64')), noise.toString('base64'));
});

test('a word of our own is hidden in what others say, and stays in what we say', () => {
  keepSecret('healthy');
  assert.equal(hideSecrets('status=healthy'), 'status=***');
  assert.equal(hideSecrets(Buffer.from('me:healthy').toString('base64')).includes('aGVhbHRoe'), false);
  const verdict = { status: 'healthy', message: `it said ${AWKWARD.base64}` };
  assert.deepEqual(hideInOwnRecord(verdict), { status: 'healthy', message: 'it said ***' });
  assert.equal(hideInOwnText('healthy'), 'healthy');
});

test('credentials are hidden by their form where their value is not known', () => {
  const jwt = `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.${'x'.repeat(43)}`;
  const cases: [string, string][] = [
    ['Authorization: Bearer abc123def456', 'Authorization: Bearer ***'],
    ['authorization=Basic%20bWU6cHc=', 'authorization=Basic%20***'],
    [`token ${jwt}.`, 'token ***.'],
    ['GET http://me:pw@h/x', 'GET http://***@h/x'],
    ['/files?a=1&access_token=a.b-c&b=2', '/files?a=1&access_token=***&b=2'],
  ];
  for (const [said, shown] of cases) assert.equal(hideSecrets(said), shown);
  for (const plain of [
    'Basic authentication failed',
    'Bearer tokens only',
    'mail@host //a/b@c ?token=',
    'x&key',
  ])
    assert.equal(hideSecrets(plain), plain);
});

test('a secret that two chunks share is hidden, wherever they are cut', () => {
  for (const secret of [AWKWARD.doubleQuotes, AWKWARD.unicode, AWKWARD.threeCharacters])
    for (const encode of Object.values(ENCODINGS)) {
      const bytes = Buffer.from(`a line\nits token: ${encode(`me:${secret}`)};\nlast`);
      const whole = streamed([bytes]);
      assert.match(whole, /\*\*\*.*\nlast$/s);
      for (let cut = 0; cut < bytes.length; cut++)
        assert.equal(streamed([bytes.subarray(0, cut), bytes.subarray(cut)]), whole);
    }
});

test('a secret in a line without end is hidden wherever the chunks end, and the rest is whole', () => {
  const secret = AWKWARD.long ?? '';
  const filler = 'no secret here, '.repeat(20_000);
  const bytes = Buffer.from(`${filler}${encodeURIComponent(secret)}${filler}${secret}${filler}`);
  const chunks = Array.from({ length: Math.ceil(bytes.length / 3001) }, (_, at) =>
    bytes.subarray(at * 3001, (at + 1) * 3001),
  );
  assert.equal(streamed(chunks), `${filler}***${filler}***${filler}`);
});

test('the time for a log is in proportion to its length, also at its worst', () => {
  const worst = [
    'Bearer+',
    'eyJ-',
    'eyJaaaaaaaaa.',
    '://a',
    '?token=',
    '\\',
    '\\u',
    '%2525',
    '&amp;',
    `${AWKWARD.long?.slice(0, -1)}`,
    'c2VjcmV0LXF6ODItc2VjcmV0LXF6ODI',
  ];
  for (const piece of worst) {
    const text = piece.repeat(Math.ceil(200_000 / piece.length));
    const [once, fourfold] = [timeOf(text), timeOf(text.repeat(4))];
    assert.ok(
      fourfold < 12 * Math.max(once, lookMs(text.length)),
      `${piece.slice(0, 20)}: ${once} ms, ${fourfold} ms for four times as much`,
    );
  }
});

function streamed(chunks: Buffer[]): string {
  const stream = hidingStream();
  return Buffer.concat([...chunks.map((chunk) => stream.take(chunk)), stream.end()]).toString('utf8');
}

function timeOf(text: string): number {
  return cpuMs(() => hideSecrets(text));
}
