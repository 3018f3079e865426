/** A bucket that keeps versions: what is removed is the version that the campaign stored, and no other. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Target } from '../../plan/targets/targets.ts';
import type { CampaignRecord } from '../../store/records/records.ts';
import { FILES } from '../../store/store.ts';
import { server } from '../../testing/http-server.ts';
import { cleanStored } from '../clean-stored.ts';
import { playOn, SMALL } from '../fixtures.ts';

test('cleanup removes its own versions, not a marker before them, and leaves what others put over them', async (t) => {
  const versions = new Map<string, { key: string; bytes: Buffer }>();
  let [last, unheard] = [0, false];
  const newest = (key: string) => [...versions].findLast(([, each]) => each.key === key);
  const { url } = await server(t, async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://x');
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const [id, found] = [...versions].find(([each]) => each === searchParams.get('versionId')) ??
      newest(pathname) ?? ['', undefined];
    if (request.method === 'PUT') {
      versions.set(`v${++last}`, { key: pathname, bytes: Buffer.concat(chunks) });
      // One is stored, and nobody hears of it.
      if (!unheard && last > 5) {
        unheard = true;
        response.destroy();
        return;
      }
      response.setHeader('x-amz-version-id', `v${last}`);
    } else if (request.method === 'DELETE') {
      response.statusCode = 204;
      if (searchParams.has('versionId')) versions.delete(id);
      else response.setHeader('x-amz-delete-marker', 'true');
    } else if (found === undefined && pathname !== '/') response.statusCode = 404;
    response.end(request.method === 'GET' ? found?.bytes : undefined);
  });
  const target: Target = {
    name: 'mine',
    about: 'versions',
    baseUrl: url,
    health: '/',
    probes: 'auto',
    routes: { ping: '/' },
    s3: { bucket: 'shared' },
  };
  const place = { baseUrl: url, files: new Map(), requests: [], routes: target.routes };
  const { folder, summary } = await playOn(t, place, SMALL, { target });
  assert.equal(summary.status, 'healthy', summary.headline);
  const [first] = [...versions.values()];
  const theirs = { key: first?.key ?? '', bytes: Buffer.from('of somebody else') };
  versions.set('theirs', theirs);
  const campaign = JSON.parse(readFileSync(join(folder, FILES.campaign), 'utf8')) as CampaignRecord;
  const signal = new AbortController().signal;
  const order = { stored: { folder, campaign }, target, baseUrl: url, dryRun: false, signal, say() {} };
  const { removed, stays } = await cleanStored(order);
  assert.equal(removed, 30);
  assert.deepEqual(
    [...stays],
    [['the bucket keeps versions: it is hidden by a delete marker, and its data stays', 1]],
  );
  assert.equal(versions.size, 2);
  assert.ok([...versions.values()].includes(theirs));
});
