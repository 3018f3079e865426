import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { whatIsWrong } from '../files/validate.ts';
import type { CampaignRecord, CapacitySummary } from '../store/records/records.ts';
import { FILES } from '../store/store.ts';
import { fakeStore, keep, playOn, SMALL, type Ways } from './fixtures.ts';
import { readStanding } from './journal/standing.ts';

test('a plan that fits is stored, looked at and read back, and the summary fits its schema', async (t) => {
  for (const ids of [false, true]) {
    const store = await fakeStore(t, { ids });
    const { summary, folder } = await playOn(t, store);
    assert.equal(summary.status, 'healthy', summary.headline);
    assert.equal(summary.headline, 'all of the plan fits: 30 files, 90 KB');
    assert.deepEqual(summary.stored, { files: 30, bytes: 90_000 });
    assert.equal(store.files.size, 30);
    const looks = [...readStanding(folder).uploads.values()].flatMap((upload) => upload.looks);
    assert.equal(looks.filter(({ when, is }) => when === 'check' && is === 'whole').length, 30);
    const read = looks.filter(({ when }) => when === 'read').length;
    assert.ok(read > 0 && read < 20, `${read} read back`);
    assert.equal(whatIsWrong('capacity', summary), undefined);
    assert.equal(whatIsWrong('campaign', recordOf(folder)), undefined);
  }
});

test('a quota is met to the file, is no illness, and what is stored stays readable', async (t) => {
  const store = await fakeStore(t, { quotaFiles: 17 });
  const { summary } = await playOn(t, store);
  assert.equal(summary.stop?.kind, 'quota');
  assert.deepEqual(summary.ceiling, { files: 17, bytes: 51_000 });
  assert.equal(summary.status, 'healthy');
  assert.match(summary.headline, /^it holds 17 files, 51 KB: its quota is used up/);
  assert.deepEqual(summary.whenFull, { looked: 17, whole: 17, problems: [] });
  assert.equal(summary.recovery?.recovered, true);
});

test('who acknowledges and drops is found at the first file that is gone', async (t) => {
  const store = await fakeStore(t, {
    odd(_, response, __, { files }) {
      if (files.size < 12) return false;
      response.statusCode = 201;
      response.end('{}');
      return true;
    },
  });
  const { summary } = await playOn(t, store, { ...SMALL, stages: [{ size: '3 KB', count: 30 }] });
  assert.equal(summary.stop?.kind, 'drops');
  assert.equal(summary.ceiling?.files, 12);
  assert.equal(summary.status, 'critical');
});

test('room that is not given back, files that cannot be read when full, and a bare 500 are told apart', async (t) => {
  let stored = 0;
  const used: Ways = {
    odd(request, response, body, store) {
      if (stored >= 10) {
        response.statusCode = 507;
        response.end();
        return true;
      }
      stored++;
      keep(store, {}, request, response, body);
      return true;
    },
  };
  const kept = await playOn(t, await fakeStore(t, used));
  assert.equal(kept.summary.ceiling?.files, 10);
  assert.deepEqual(idsOf(kept.summary), ['no-recovery', 'ceiling']);

  let full = false;
  const unreadable = await playOn(
    t,
    await fakeStore(t, {
      odd(_, response, __, { files }) {
        if (files.size < 10) return false;
        full = true;
        response.statusCode = 507;
        response.end();
        return true;
      },
      oddElse(request, response) {
        if (!full || request.method !== 'GET' || request.url === '/') return false;
        response.statusCode = 500;
        response.end();
        return true;
      },
    }),
  );
  assert.equal(unreadable.summary.status, 'critical');
  assert.ok(idsOf(unreadable.summary).includes('unreadable'));

  const failing = await playOn(
    t,
    await fakeStore(t, {
      odd(_, response, __, { files }) {
        if (files.size < 10) return false;
        response.statusCode = 500;
        response.end('oops');
        return true;
      },
    }),
  );
  assert.equal(failing.summary.stop?.kind, 'errors');
  assert.equal(failing.summary.status, 'critical');
});

test('a limit on one file is not the end of the store, and a failure that passes is none', async (t) => {
  let failed = false;
  const store = await fakeStore(t, {
    odd(_, response, body, { files }) {
      if (!failed && files.size === 5) {
        failed = true;
        response.statusCode = 503;
        response.end();
        return true;
      }
      if (body.length < 20_000) return false;
      response.statusCode = 413;
      response.end();
      return true;
    },
  });
  const stages = [
    { size: '3 KB', count: 10 },
    { size: '20 KB', count: 10 },
    { size: '4 KB', count: 10 },
  ];
  const { summary } = await playOn(t, store, { ...SMALL, stages });
  assert.equal(summary.stop?.kind, 'file-limit');
  assert.equal(summary.stored.files, 20);
  assert.equal(summary.uploads.repeated, 1);
  assert.equal(summary.status, 'warning');
});

test('our own limit stops it, and says nothing of the service', async (t) => {
  const store = await fakeStore(t);
  const limits = { minFreeDisk: { text: '0', bytes: 0 }, maxTotalBytes: 40_000 };
  const { summary } = await playOn(t, store, SMALL, { limits });
  assert.equal(summary.stop?.kind, 'limit');
  assert.equal(summary.stored.files, 13);
  assert.equal(summary.ceiling, undefined);
  assert.equal(summary.status, 'healthy');
});

test('a campaign that was interrupted goes on where it was: each file once, also one that was stored without our knowing', async (t) => {
  for (const ids of [false, true]) {
    const stop = new AbortController();
    const store = await fakeStore(t, {
      ids,
      odd(request, response, body, each) {
        if (each.files.size !== 8 || stop.signal.aborted) return false;
        // It is stored, and nobody hears of it.
        keep(each, { ids }, request, response, body);
        stop.abort();
        return true;
      },
    });
    let folder = '';
    const begun = (path: string) => {
      folder = path;
    };
    await assert.rejects(playOn(t, store, SMALL, { signal: stop.signal, begun }), { code: 'interrupted' });
    assert.equal(recordOf(folder).state, 'interrupted');
    const { summary } = await playOn(t, store, SMALL, { earlier: { folder, campaign: recordOf(folder) } });
    assert.equal(summary.status, 'healthy', summary.headline);
    assert.equal(summary.stored.files, 30);
    assert.equal(store.files.size, 30);
    assert.equal(summary.uploads.unknown, 0);
  }
});

function recordOf(folder: string): CampaignRecord {
  return JSON.parse(readFileSync(join(folder, FILES.campaign), 'utf8'));
}

function idsOf({ findings }: CapacitySummary): string[] {
  return findings.map(({ id }) => id);
}

test('a store that is too full to remove anything is told so, and why, and not as one that keeps the room', async (t) => {
  for (const removable of [0, 1]) {
    let removed = 0;
    const page =
      '<html><head><title>Server Error (500)</title></head><body><h1>Server Error (500)</h1></body></html>';
    const store = await fakeStore(t, {
      odd(_, response, body, { files }) {
        if (files.size < 10 || body.length <= 1024) return false;
        response.statusCode = 500;
        response.end('OSError: [Errno 28] No space left on device');
        return true;
      },
      oddElse({ method }, response) {
        if (method !== 'DELETE' || removed++ < removable) return false;
        response.statusCode = 500;
        response.end(removable === 0 ? page : 'database or disk is full');
        return true;
      },
    });
    // The last is larger than any of the others: more than one has to go.
    const stages = [
      { size: '3 KB', count: 10 },
      { size: '5 KB', count: 5 },
    ];
    const { summary } = await playOn(t, store, { ...SMALL, stages });
    const [first] = summary.findings;
    assert.equal(first?.id, 'no-recovery', JSON.stringify(summary.findings));
    assert.match(
      first?.message ?? '',
      removable === 0
        ? /^nothing can be removed from the full store \(the service does not remove it \(500: Server Error \(500\)\)\)$/
        : /^after 1 file, .* were removed, the full store removes no more, because its disk is full \(/,
    );
  }
});
