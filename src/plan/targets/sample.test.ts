import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { withSample } from './sample.ts';

test('a sample is found beside the target file, and refused with its reason when it cannot be sent', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'burstbox-sample-'));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'photo.png'), 'x');
  writeFileSync(join(folder, 'empty.png'), '');
  writeFileSync(join(folder, 'large.png'), new Uint8Array(1024 * 1024 + 1));
  mkdirSync(join(folder, 'photos'));
  const file = join(folder, 'target.json');
  const withFile = (sample: string, more = {}) =>
    withSample(file, { ping: '/', upload: { style: 'raw', path: '/{name}', sample, ...more } }).upload
      ?.sample;
  assert.equal(withFile('photo.png'), join(folder, 'photo.png'));
  const refused = (sample: string, message: RegExp, more = {}) =>
    assert.throws(() => withFile(sample, more), { code: 'config', message });
  refused('none.png', /target\.json: \/routes\/upload\/sample is "none\.png", which cannot be read \(/);
  refused('photos', /is "photos", which is no file/);
  refused('empty.png', /which has 0 bytes; expected a file of 1 to 1048576/);
  refused('large.png', /which has 1048577 bytes/);
  refused('photo.png', /\/routes\/upload: "content" and "sample" are both set/, { content: 'png' });
});
