import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { FILES } from '../store/store.ts';
import { adviceOf } from './advice.ts';

test('the profiles that advice names are data beside it, other files are not', () => {
  assert.deepEqual(adviceOf`see ${FILES.heapEnd}, then read ${FILES.targetLog}`, {
    advice: 'see heap.pprof, then read target.log',
    sees: ['heap.pprof'],
  });
});

test('no detector names a profile in advice that is only a sentence', () => {
  const plain = /advice:\s*`[^`]*\$\{FILES\.(cpuProfile|heap|goroutine|mutex|block)/;
  const room = import.meta.dirname;
  const files = readdirSync(room, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  assert.ok(files.length > 100, String(files.length));
  assert.deepEqual(
    files.filter((file) => plain.test(readFileSync(join(room, file), 'utf8'))),
    [],
  );
});
