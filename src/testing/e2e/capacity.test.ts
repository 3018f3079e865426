/** A campaign as a user plays it: on the reference service with a quota, killed in the middle, gone on with, and cleaned up. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { freePort } from '../../sandbox/free-port.ts';
import type { CapacitySummary } from '../../store/records/records.ts';
import { eventually, inWorld } from './cli.ts';

const QUOTA = 60;
const CONFIG = {
  schema: 'burstbox/capacity-config/1',
  stages: [
    { size: '10 KB', count: 40, concurrency: 3 },
    { size: '2 MB', count: 200, concurrency: 2 },
  ],
  readBack: 0.1,
};

test('a campaign ends at the ceiling after a kill, and cleanup leaves only what others have stored', {
  timeout: 120_000,
}, async () => {
  await inWorld(async (world) => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const data = join(world.folder, 'data');
    const service = world.start(`serve --fault quota:files=${QUOTA}`, {
      HOST: '127.0.0.1',
      PORT: String(port),
      DATA_DIR: data,
      DISABLE_RATE_LIMITER: 'true',
    });
    const stored = () => (existsSync(join(data, 'files')) ? readdirSync(join(data, 'files')) : []);
    await eventually(30, 'the service answers', () => existsSync(join(data, 'files')));
    const config = join(world.folder, 'plan.json');
    writeFileSync(config, JSON.stringify(CONFIG));
    const first = world.start(`capacity --base-url ${url} --config ${config} --token not-for-others`);
    await eventually(60, 'files are stored', () => stored().length > 5);
    const commandLine = readFileSync(`/proc/${first.child.pid}/cmdline`, 'utf8');
    assert.ok(!commandLine.includes('not-for-others'), commandLine);
    first.child.kill('SIGKILL');
    await first.ended;
    const [own = ''] = stored();
    // By the look of its name and size it is one of them.
    const alike = own.replace(/-\d+-\w+\.bin$/, '-99999-0123456789ab.bin');
    const [campaign = ''] = readdirSync(world.results).filter((name) => name.startsWith('capacity-'));
    await fetch(`${url}/files/${alike}`, { method: 'PUT', body: Buffer.alloc(10_000) });

    const second = await world.run(`capacity --resume ${campaign} --token not-for-others --json`);
    assert.ok((second.code ?? 64) < 64, second.stderr);
    const summary = JSON.parse(second.stdout) as CapacitySummary;
    // How fast it was rests on what else this machine did.
    const bad = summary.findings.filter(({ id, status }) => status !== 'healthy' && id !== 'slows');
    const doubted = summary.doubts.filter(({ id }) => id !== 'machine-busy');
    assert.deepEqual([...bad, ...doubted], []);
    assert.equal(summary.ceiling?.files, QUOTA - 1, summary.headline);
    assert.equal(summary.uploads.unknown, 0);
    assert.equal(stored().length, QUOTA);
    const said = ['campaign.json', 'journal.ndjson', 'summary.json', 'report.html'].map((name) =>
      readFileSync(join(world.results, campaign, name), 'utf8'),
    );
    assert.ok(!said.join().includes('not-for-others'));

    const cleaned = await world.run(`cleanup ${campaign} --token not-for-others`);
    assert.equal(cleaned.code, 0, cleaned.stderr);
    assert.deepEqual(stored(), [alike]);
    service.child.kill('SIGTERM');
    await service.ended;
    assert.deepEqual(world.leftovers(), []);
  });
});
