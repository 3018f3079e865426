import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VERSITYGW } from './versitygw.ts';

test('its version is read as its releases and our build print it', () => {
  assert.equal(VERSITYGW.readVersion('Version  : 1.8.0\nBuild    : 0a1b\nBuildTime: 2026\n'), 'v1.8.0');
  assert.equal(VERSITYGW.readVersion('Version  : v1.8.2\nBuild    : norev\n'), 'v1.8.2');
  assert.equal(VERSITYGW.readVersion('Version  : git\n'), undefined);
  assert.equal(VERSITYGW.readVersion('k6 v2.2.0 (go1.26)'), undefined);
  assert.ok(VERSITYGW.isWanted('v1.8.3') && !VERSITYGW.isWanted('v1.7.0') && !VERSITYGW.isWanted('v1.80.0'));
});

test('its archives are named in the words of uname', () => {
  assert.deepEqual(VERSITYGW.releases?.filesFor('linux-amd64', 'versitygw'), {
    archive: 'versitygw_v1.8.0_Linux_x86_64.tar.gz',
    checksums: 'checksums.txt',
    member: 'versitygw_v1.8.0_Linux_x86_64/versitygw',
  });
  assert.equal(VERSITYGW.releases?.filesFor('windows-amd64', 'versitygw.exe'), undefined);
});
