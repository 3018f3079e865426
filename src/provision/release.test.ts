import assert from 'node:assert/strict';
import { test } from 'node:test';
import { K6 } from './k6.ts';
import { releaseFor } from './release.ts';

test('release files are named as k6 publishes them', () => {
  const folder = 'https://github.com/grafana/k6/releases/download/v2.2.0';
  assert.deepEqual(releaseFor(K6, 'linux-arm64', {}), {
    archive: 'k6-v2.2.0-linux-arm64.tar.gz',
    archiveUrl: `${folder}/k6-v2.2.0-linux-arm64.tar.gz`,
    checksumsUrl: `${folder}/k6-v2.2.0-checksums.txt`,
    member: `k6-v2.2.0-linux-arm64/${process.platform === 'win32' ? 'k6.exe' : 'k6'}`,
    mirrorVariable: 'K6_RELEASE_BASE_URL',
  });
  assert.equal(releaseFor(K6, 'macos-arm64', {})?.archiveUrl, `${folder}/k6-v2.2.0-macos-arm64.zip`);
  assert.equal(releaseFor(K6, 'windows-amd64', {})?.archive, 'k6-v2.2.0-windows-amd64.zip');
  assert.equal(releaseFor(K6, 'linux-s390x', {}), undefined);
});

test('a mirror takes the place of the official folder', () => {
  const release = releaseFor(K6, 'linux-amd64', { K6_RELEASE_BASE_URL: 'http://mirror.example/k6/' });
  assert.equal(release?.archiveUrl, 'http://mirror.example/k6/v2.2.0/k6-v2.2.0-linux-amd64.tar.gz');
});

test('a mirror that is no URL is a config error that shows it', () => {
  for (const given of ['mirror', 'file:///k6']) {
    assert.throws(() => releaseFor(K6, 'linux-amd64', { K6_RELEASE_BASE_URL: given }), {
      code: 'config',
      message: `K6_RELEASE_BASE_URL is "${given}", but a URL such as https://github.com/grafana/k6/releases/download was expected; correct it or unset it.`,
    });
  }
});

test('a mirror with a secret in its URL is refused without showing it', () => {
  for (const given of ['https://me:hidden@mirror.example/', 'https://mirror.example/?token=hidden']) {
    assert.throws(() => releaseFor(K6, 'linux-amd64', { K6_RELEASE_BASE_URL: given }), {
      code: 'config',
      message:
        'K6_RELEASE_BASE_URL contains a user name, password, query or fragment, which would end up in logs; use a mirror that needs none of them, or set K6_BIN.',
    });
  }
});
