import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { gzip, gzipSync } from 'node:zlib';
import type { Profile } from 'pprof-format';
import { FILES } from '../../store/store.ts';
import { takeCpuProfile } from '../../target/cpu-profile.ts';
import { heapLeak } from '../../target/faults/heap-leak.ts';
import { startHeapSampler } from '../../target/heap-profile.ts';
import type { Exchange } from '../../target/route.ts';
import { tempFolder } from '../../testing/temp-folder.ts';
import { MIB } from '../../text/numbers.ts';
import { goProfiles } from './fixtures/fixtures.ts';
import { growthOf, type Owner, ownersOf } from './owners.ts';
import { type ProfileFile, profileReader } from './read.ts';

const compress = promisify(gzip);
const LEAKED_MIB = 32;

test('the profiles of Go name who computes, who leaks and who waits', async (t) => {
  const read = profileReader(await goProfiles(t));
  assert.deepEqual(read(FILES.cpuProfile)?.types, ['samples', 'cpu']);
  const busiest = owners(read, FILES.cpuProfile, 'cpu')[0];
  assert.equal(busiest?.label, 'main.burn (fixtures/leaky.go)');
  for (const type of ['inuse_space', 'alloc_space']) {
    const [leak] = growthOf(owners(read, FILES.heapStart, type), owners(read, FILES.heapEnd, type));
    assert.equal(leak?.label, 'main.leak (fixtures/leaky.go)', type);
    assert.ok(
      leak.value > (LEAKED_MIB / 2) * MIB && leak.value < 2 * LEAKED_MIB * MIB,
      `${leak.value} bytes`,
    );
  }
  const [waiting] = growthOf(
    owners(read, FILES.goroutineStart, 'goroutine'),
    owners(read, FILES.goroutineEnd, 'goroutine'),
  );
  assert.deepEqual([waiting?.label, waiting?.value], ['main.wait (fixtures/leaky.go)', 50]);
});

test('the profiles of the reference service name who computes and who leaks', async (t) => {
  const folder = await tempFolder(t);
  const pprof = await import('@datadog/pprof');
  const sources = await pprof.SourceMapper.create([folder]);
  const keep = async (file: string, profile: Profile) =>
    writeFileSync(join(folder, file), await compress(profile.encode()));
  const takeHeap = startHeapSampler(pprof, sources);
  t.after(() => pprof.heap.stop());
  const handler = heapLeak.plant({ kb_per_request: 64 }).handler?.(() => {});
  await keep(FILES.heapStart, takeHeap(true));
  for (let i = 0; i < LEAKED_MIB * 16; i++) handler?.({} as Exchange);
  await keep(FILES.heapEnd, takeHeap(true));
  const taking = takeCpuProfile(pprof, 1, sources, new AbortController().signal);
  const cpu = await burnWhile(taking);
  await keep(FILES.cpuProfile, cpu);
  const read = profileReader(folder);
  assert.equal(owners(read, FILES.cpuProfile, 'cpu')[0]?.label, 'burn (pprof/read.test.ts)');
  const grown = growthOf(
    owners(read, FILES.heapStart, 'inuse_space'),
    owners(read, FILES.heapEnd, 'inuse_space'),
  );
  const leaked = grown.filter(({ label }) => label.includes('(faults/heap-leak.ts'));
  assert.equal(grown[0], leaked[0]);
  const bytes = leaked.reduce((sum, { value }) => sum + value, 0);
  assert.ok(bytes > (LEAKED_MIB / 2) * MIB && bytes < 2 * LEAKED_MIB * MIB, `${bytes} bytes`);
});

test('what is missing, cut off, no profile or a folder is undefined, and never an error', async (t) => {
  const folder = await tempFolder(t);
  const read = (bytes: Uint8Array) => {
    writeFileSync(join(folder, FILES.heapEnd), bytes);
    return profileReader(folder)(FILES.heapEnd);
  };
  assert.equal(profileReader(folder)(FILES.cpuProfile), undefined);
  mkdirSync(join(folder, FILES.cpuProfile));
  assert.equal(profileReader(folder)(FILES.cpuProfile), undefined);
  assert.equal(read(Buffer.from('<html>')), undefined);
  assert.equal(read(gzipSync('<html>')), undefined);
  assert.equal(read(gzipSync('<html>').subarray(0, -9)), undefined);
  assert.equal(read(gzipSync(Buffer.alloc(65 * MIB), { level: 1 })), undefined);
  assert.equal(read(Buffer.alloc(17 * MIB)), undefined);
});

test('a profile is read once', async (t) => {
  const folder = await tempFolder(t);
  const read = profileReader(folder);
  assert.equal(read(FILES.heapEnd), undefined);
  writeFileSync(join(folder, FILES.heapEnd), 'now it is there');
  assert.equal(read(FILES.heapEnd), undefined);
});

function owners(read: ReturnType<typeof profileReader>, file: ProfileFile, type: string): Owner[] {
  const profile = read(file);
  return profile === undefined ? [] : ownersOf(profile, profile.types.indexOf(type));
}

async function burnWhile<T>(taking: Promise<T>): Promise<T> {
  let over = false;
  taking.finally(() => {
    over = true;
  });
  while (!over) {
    burn();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return await taking;
}

function burn(): void {
  let x = 1;
  for (let i = 0; i < 2_000_000; i++) x = (x * 1.000001) % 7;
  if (Number.isNaN(x)) throw new Error('x is a number');
}
