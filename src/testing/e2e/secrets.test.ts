/** A service that says every secret that it was told, in every way that it has: none of it may be found afterwards. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { PROJECT_ROOT } from '../../root.ts';
import { AWKWARD, ENCODINGS } from '../../secrets/awkward.fixture.ts';
import { inWorld, type World } from './cli.ts';

const NAMES = Object.keys(AWKWARD);
const ENV = Object.fromEntries(NAMES.map((name) => [`S_${name}`, AWKWARD[name] ?? '']));
/** Tokens that the service gives: to who logs in and to who enrols. */
const GIVEN = /given-token-\d+-qz99/;
const LOAD = '--vus 2 --duration 5s';

const ROUTES = {
  ping: '/health',
  upload: {
    style: 'raw',
    method: 'PUT',
    path: `/files/{name}?k=\${S_base64url}`,
    headers: Object.fromEntries(NAMES.map((name) => [`X-${name}`, `\${S_${name}}`])),
  },
  list: '/files',
  download: '/files/{name}',
  remove: '/files/{name}',
};
const JOURNEY = {
  enrol: [
    {
      op: 'sign_up',
      path: '/users',
      json: { password: `\${S_json}` },
      capture: { token: { json: 'token' } },
    },
  ],
  headers: { Authorization: 'Bearer {token}' },
  tasks: [
    { name: 'look', steps: [{ op: 'me', path: '/me?of={token}', assert: [{ json: 'none', exists: true }] }] },
  ],
};

test('no secret is found in output, results or command lines, in any form', (t) =>
  inWorld(async (world) => {
    const echoes = writeEchoes(world);
    const login = { path: '/login', json: { user: 'me', password: `\${S_doubleQuotes}` } };
    const target = world.target(
      'echoes',
      { ECHOES: echoes, ...Object.fromEntries(NAMES.map((name) => [`S_${name}`, `\${S_${name}}`])) },
      {
        routes: ROUTES,
        journey: JOURNEY,
        auth: { login: { ...login, token: { json: 'token' } } },
        probes: { prometheus: '/metrics', pprof: '/debug/pprof/' },
      },
    );
    const seen = watchCommandLines(t, world);
    const names = 't3-micro upload journey/normal';
    const { stdout, stderr } = await world.run(
      `${names} ${LOAD} --sandbox process --json --target ${target}`,
      ENV,
    );
    assert.doesNotMatch(stderr, /^burstbox: /m);
    const texts: Record<string, string> = {
      stdout,
      stderr,
      'command lines': seen(),
      ...filesBelow(world.results),
    };
    assert.deepEqual(found(texts), []);
    // The service has spoken, and was heard.
    assert.equal(world.verdict().profiles[0]?.scenarios.length, 2, stderr);
    assert.ok((texts['t3-micro/upload/target.log'] ?? '').includes('PUT /files/bb-'));
    assert.ok((texts['t3-micro/upload/cpu.pprof'] ?? '').includes('***'));
    assert.match(texts['t3-micro/upload/k6.log'] ?? '', /\*\*\*/);
  }));

test('init finds its way, and neither says nor writes what it was told', (t) =>
  inWorld(async (world) => {
    const service = join(PROJECT_ROOT, 'src', 'testing', 'e2e', 'services', 'echoes.mjs');
    const env = { ...ENV, ECHOES: writeEchoes(world) };
    for (const auth of ['basic:me:S_plus', 'login:/login:me:S_ampersand']) {
      const file = join(world.folder, 'echoes.json');
      const words = `init ${file} --force --json --auth ${auth} -- ${process.execPath} ${service}`;
      const { stdout, stderr } = await world.run(words, env);
      t.diagnostic(stderr.split('\n').slice(-3).join(' '));
      assert.deepEqual(found({ stdout, stderr, file: textOf(file) }), []);
    }
  }));

function writeEchoes(world: World): string {
  const file = join(world.folder, 'echoes.txt');
  const texts = Object.values(AWKWARD).flatMap((secret) =>
    Object.values(ENCODINGS).flatMap((encode) => [encode(secret), encode(`me:${secret}`)]),
  );
  writeFileSync(file, JSON.stringify(texts));
  return file;
}

/** Each form that can be looked for as plain text, and which secret it is. */
function needles(): [name: string, text: string][] {
  const own = readFileSync(join(PROJECT_ROOT, 'dist', 'page', 'main.js'), 'utf8');
  return NAMES.flatMap((name) => {
    const secret = AWKWARD[name] ?? '';
    const forms = Object.entries(ENCODINGS).map(([encoding, encode]) => [
      encoding,
      encode(secret).replace(/^text=/, ''),
    ]);
    // What of `?secret`, `??secret` does not hang on what stands before it, nor on what follows.
    const inner = ['?', '??'].map((lead) => {
      const digits = Buffer.from(`${lead}${secret}`).toString('base64').replace(/=+$/, '');
      return ['within base64', digits.slice(lead.length + 1, -1)];
    });
    return [...forms, ...inner].flatMap(([encoding = '', text = '']): [string, string][] =>
      text.length < 3 || own.includes(text) ? [] : [[`${name} as ${encoding}`, text]],
    );
  });
}

function found(texts: Record<string, string>): string[] {
  const looked = needles();
  assert.ok(looked.length > 18 * NAMES.length, 'nearly all forms are looked for');
  return Object.entries(texts).flatMap(([where, text]) => [
    ...looked.filter(([, needle]) => holds(text, needle)).map(([what]) => `${what} in ${where}`),
    ...(GIVEN.test(text) ? [`${GIVEN.exec(text)?.[0]} in ${where}`] : []),
  ]);
}

/** Three characters may stand in another word by chance. */
function holds(text: string, needle: string): boolean {
  for (let at = text.indexOf(needle); at !== -1; at = text.indexOf(needle, at + 1)) {
    const isPart = /\w/.test(text.charAt(at - 1)) || /\w/.test(text.charAt(at + needle.length));
    if (needle.length > 5 || !isPart) return true;
  }
  return false;
}

/** Texts of all files below a folder, those of profiles unzipped. */
function filesBelow(folder: string): Record<string, string> {
  const run = join(
    folder,
    readdirSync(folder).filter((name) => name !== 'latest' && !name.includes('.'))[0] ?? '',
  );
  const files = readdirSync(run, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path.slice(run.length + 1), textOf(path)];
    }),
  );
}

function textOf(path: string): string {
  const bytes = readFileSync(path);
  return (path.endsWith('.pprof') ? gunzipSync(bytes) : bytes).toString('utf8');
}

/** Command lines of all processes of a world while it runs, as `ps` shows them to everybody. */
function watchCommandLines(t: TestContext, world: World): () => string {
  const lines = new Set<string>();
  const timer = setInterval(() => {
    for (const line of world.commandLines()) lines.add(line);
  }, 200);
  t.after(() => clearInterval(timer));
  return () => [...lines].join('\n');
}
