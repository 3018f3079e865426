import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { server } from '../testing/http-server.ts';
import { tempFolder } from '../testing/temp-folder.ts';
import { downloadRelease, findSha256 } from './archive.ts';
import { FAKE_K6, house, jobIn, mirror, names, releaseFiles, sha256 } from './fixtures.ts';
import { PATIENCE } from './job.ts';

test('a good release is downloaded, checked and unpacked', async (t) => {
  const { url, requests } = await mirror(t, await releaseFiles(t, FAKE_K6));
  const { env, home } = await house(t);
  const job = jobIn({ ...env, K6_RELEASE_BASE_URL: url });
  const k6 = await downloadRelease(job, home);
  assert.equal(await readFile(k6, 'utf8'), `#!/bin/sh\n${FAKE_K6}\n`);
  assert.equal((await stat(k6)).mode & 0o111, 0o111);
  assert.deepEqual(requests, [`/v2.2.0/${names().checksums}`, `/v2.2.0/${names().archive}`]);
  assert.equal(job.lines[0], 'downloading k6 v2.2.0');
});

test('a slow download shows how far it is', async (t) => {
  const files = await releaseFiles(t, FAKE_K6);
  const stop = new AbortController();
  const { url } = await server(t, (request, response) => {
    if (request.url?.endsWith('.txt')) response.end(files[names().checksums]);
    else response.writeHead(200, { 'content-length': 4_000_000 }).write(Buffer.alloc(1_000_000));
  });
  const { env, home } = await house(t);
  const lines: string[] = [];
  const progress = (line: string) => {
    lines.push(line);
    if (line.includes('(25 %)')) stop.abort();
  };
  const patience = { ...PATIENCE, tickMs: 20 };
  const job = jobIn({ ...env, K6_RELEASE_BASE_URL: url }, { progress, patience, signal: stop.signal });
  await assert.rejects(downloadRelease(job, home), { code: 'interrupted' });
  assert.equal(lines.at(-1), 'downloading k6 v2.2.0: 1.0 of 4.0 MB (25 %)');
});

test('an archive that does not fit its checksum is never unpacked', async (t) => {
  const files = await releaseFiles(t, FAKE_K6);
  const { archive } = names();
  const published = sha256(files[archive] ?? '');
  const { url } = await mirror(t, { ...files, [archive]: 'something else' });
  const { env, home } = await house(t);
  await assert.rejects(downloadRelease(jobIn({ ...env, K6_RELEASE_BASE_URL: url }), home), {
    code: 'provision',
    message: `${url}/v2.2.0/${archive} has the SHA-256 ${sha256('something else')} where ${published} was published, and was discarded; try again, and if this persists do not trust that server.`,
  });
  assert.ok(!(await readdir(home)).includes('k6'));
});

test('a checksum file that does not name the archive is an error', async (t) => {
  const { checksums, archive } = names();
  const { url, requests } = await mirror(t, { [checksums]: `${sha256('')}  other.tar.gz\n` });
  const { env, home } = await house(t);
  await assert.rejects(downloadRelease(jobIn({ ...env, K6_RELEASE_BASE_URL: url }), home), {
    code: 'provision',
    message: `${url}/v2.2.0/${checksums} has no SHA-256 for ${archive}; check K6_RELEASE_BASE_URL.`,
  });
  assert.equal(requests.length, 1);
});

test('an archive without k6, whatever paths it has, changes nothing outside the folder', async (t) => {
  const { archive, checksums, member } = names();
  const folder = await tempFolder(t);
  await writeFile(join(folder, 'evil'), 'evil');
  spawnSync('tar', ['-cPzf', archive, '--transform=s,^,../../,', 'evil'], { cwd: folder });
  const bytes = await readFile(join(folder, archive));
  const { url } = await mirror(t, { [archive]: bytes, [checksums]: `${sha256(bytes)}  ${archive}` });
  const { env, home } = await house(t);
  await assert.rejects(downloadRelease(jobIn({ ...env, K6_RELEASE_BASE_URL: url }), home), {
    code: 'provision',
    message: new RegExp(
      `^tar could not take ${member} out of ${archive} \\(.+\\); check that tar and gzip are`,
      's',
    ),
  });
  assert.deepEqual((await readdir(join(home, '..'))).sort(), ['bin', 'home', 'tmp']);
});

test('a machine without tar says so', async (t) => {
  const { url } = await mirror(t, await releaseFiles(t, FAKE_K6));
  const { bin, env, home } = await house(t);
  await rm(join(bin, 'tar'));
  await assert.rejects(downloadRelease(jobIn({ ...env, K6_RELEASE_BASE_URL: url }), home), {
    code: 'provision',
    message: /\(ENOENT\); check that tar and gzip are installed\.$/,
  });
});

test('a platform without release archives says so', async (t) => {
  const arch = Object.getOwnPropertyDescriptor(process, 'arch');
  assert.ok(arch);
  t.after(() => Object.defineProperty(process, 'arch', arch));
  Object.defineProperty(process, 'arch', { ...arch, value: 'riscv64' });
  await assert.rejects(downloadRelease(jobIn({}), '/nowhere'), {
    code: 'provision',
    message: /^k6 v2\.2\.0 has no release archive for \w+-riscv64; build it with Go\.$/,
  });
});

test('checksums are found by the exact file name', () => {
  const [one, two] = [sha256('1'), sha256('2')];
  const checksums = `${one}  k6.tar.gz.sig\r\n${two.toUpperCase()} *k6.tar.gz\r\nnonsense k6.deb\n`;
  assert.equal(findSha256(checksums, 'k6.tar.gz'), two);
  assert.equal(findSha256(checksums, 'k6.tar.gz.sig'), one);
  assert.equal(findSha256(checksums, 'k6.deb'), undefined);
  assert.equal(findSha256('', 'k6.tar.gz'), undefined);
});
