import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { tempFolder } from '../testing/temp-folder.ts';
import { type Asked, campaignOptions } from './campaign-options.ts';
import { freeDiskOf } from './limits.ts';
import { withToken } from './token.ts';

const PLAN = { schema: 'burstbox/capacity-config/1', stages: [{ size: '10 KB', count: 3 }] };

async function asked(t: TestContext, config: unknown, more: Partial<Asked> = {}): Promise<() => unknown> {
  const folder = await tempFolder(t);
  const file = join(folder, 'plan.json');
  writeFileSync(file, typeof config === 'string' ? config : JSON.stringify(config));
  const options = {
    target: 'reference',
    sandbox: 'auto' as const,
    faults: [],
    baseUrl: 'http://127.0.0.1:9',
    out: folder,
    config: file,
    ...more.options,
  };
  return () => campaignOptions({ names: ['capacity'], own: {}, ...more, options });
}

test('a plan is read with its flags, in JSON and YAML', async (t) => {
  const own = {
    'max-total-bytes': ['20 GB'],
    'min-free-disk': ['10%'],
    database: ['seeded'],
    'cleanup-after': [''],
  };
  const options = campaignOptions as unknown as (asked: Asked) => ReturnType<typeof campaignOptions>;
  const folder = await tempFolder(t);
  const yaml = join(folder, 'plan.yaml');
  writeFileSync(
    yaml,
    'schema: burstbox/capacity-config/1\nstages:\n  - size: { median: 1 MB, p95: 5 MB, max: 9 MB }\n    count: 100\n',
  );
  const found = options({
    names: ['capacity'],
    options: {
      target: 'reference',
      sandbox: 'auto',
      faults: [],
      baseUrl: 'http://127.0.0.1:9',
      out: folder,
      config: yaml,
    },
    own,
  });
  assert.equal(found.plan.files, 100);
  assert.ok(found.plan.bytes > 100e6 && found.plan.bytes < 250e6, String(found.plan.bytes));
  assert.equal(found.plan.stages[0]?.largest, 9e6);
  assert.deepEqual(found.limits, { maxTotalBytes: 20e9, minFreeDisk: { text: '10%', share: 0.1 } });
  assert.equal(found.config.database, 'seeded');
  assert.equal(found.cleanupAfter, true);
});

test('what is wrong is one sentence, before anything is asked', async (t) => {
  const refused = async (config: unknown, message: RegExp, more?: Partial<Asked>) =>
    assert.throws(await asked(t, config, more), { name: 'BurstboxError', exitCode: 64, message });
  await refused({ ...PLAN, stages: [] }, /\/stages is \[\]; expected at least 1 in it/);
  await refused(
    { ...PLAN, stages: [{ size: '10 KBs', count: 1 }] },
    /\/stages\/0\/size is "10 KBs"; expected a size such as/,
  );
  await refused(
    { ...PLAN, stages: [{ size: '0', count: 1 }] },
    /\/stages\/0\/size is "0"; expected a size from 1 byte/,
  );
  await refused(
    { ...PLAN, stages: [{ size: { median: '2 MB', p95: '1 MB', max: '3 MB' }, count: 1 }] },
    /expected each to be no less/,
  );
  await refused({ ...PLAN, pause: 1 }, /unknown key "pause"/);
  await refused('{', /expected JSON \(or YAML/);
  await refused(PLAN, /capacity takes the name of a box, and "more" is none/, {
    names: ['capacity', 'more'],
  });
  await refused(PLAN, /t3-small: the service is already running/, { names: ['capacity', 't3-small'] });
  await refused(PLAN, /--max-total-bytes lots: expected a size/, { own: { 'max-total-bytes': ['lots'] } });
  await refused(PLAN, /--config together with --resume/, { own: { resume: ['x'] } });
  await refused(PLAN, /--token: expected a token of printable characters/, { own: { token: ['a\nb'] } });
});

test('free disk is a share, a size, or nothing', () => {
  assert.deepEqual(freeDiskOf('0'), { text: '0', bytes: 0 });
  assert.deepEqual(freeDiskOf('20GB'), { text: '20GB', bytes: 20e9 });
  for (const text of ['', '100%', '-1', 'all'])
    assert.throws(() => freeDiskOf(text), { code: 'usage' }, text);
});

test('a token takes the place that the target file has for one', () => {
  const target = { name: '', about: '', health: '/', probes: 'auto', routes: { ping: '/' } } as const;
  const authOf = (auth: Parameters<typeof withToken>[0]['auth'], token: string) =>
    withToken({ ...target, ...(auth === undefined ? {} : { auth }) }, token).auth;
  const login = { path: '/token', token: { json: 'token' } };
  assert.deepEqual(authOf(undefined, 'abc'), { bearer: 'abc' });
  assert.deepEqual(authOf(undefined, 'Token abc'), { header: 'Authorization', value: 'Token abc' });
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a target file has it so
  assert.deepEqual(authOf({ header: 'X-Key', value: 'key ${KEY}' }, 'abc'), {
    header: 'X-Key',
    value: 'key abc',
  });
  assert.deepEqual(authOf({ login, as: { header: 'Authorization', value: 'Token {token}' } }, 'abc'), {
    header: 'Authorization',
    value: 'Token abc',
  });
});
