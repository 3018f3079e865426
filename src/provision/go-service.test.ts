import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { GO_SERVICE } from './go-service.ts';

test('the version in the source of the Go service is the one that is looked for in the cache', () => {
  const source = readFileSync(new URL('go-service-source/main.go', import.meta.url), 'utf8');
  assert.equal(/^const version = "(.*)"$/m.exec(source)?.[1], GO_SERVICE.version);
  assert.equal(GO_SERVICE.readVersion(`go-service ${GO_SERVICE.version}\n`), GO_SERVICE.version);
  assert.equal(GO_SERVICE.readVersion('go version go1.26.8 linux/amd64\n'), undefined);
});
