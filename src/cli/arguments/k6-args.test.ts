import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkK6Args } from './k6-args.ts';

test('flags of k6 that leave load and measurement alone are handed on, in every form that k6 knows', () => {
  for (const words of [
    [],
    ['--tag=a=b'],
    ['--tag', 'a=b'],
    ['--tag', '-a=b'],
    ['-e', 'MINE=1'],
    ['-eMINE=1'],
    ['-e MINE=1'],
    ['--env=MINE=1'],
    ['--out=csv=/tmp/x.csv'],
    ['--http-debug', '--no-connection-reuse'],
    ['--http-debug=full'],
    ['--dns=policy=any'],
  ])
    assert.doesNotThrow(() => checkK6Args(words), words.join(' '));
});

test('what would undo a promise of burstbox is refused with the reason', () => {
  const cases: [words: string[], says: RegExp][] = [
    [['--config=/tmp/mine.json'], /^--k6-arg=--config: a k6 configuration file would replace the load/],
    [['-c', '/tmp/mine.json'], /^--k6-arg=-c: a k6 configuration file/],
    [['-c/tmp/mine.json'], /^--k6-arg=-c: a k6 configuration file/],
    [['--vus=5'], /^--k6-arg=--vus: it would replace the load of the scenario; use --vus, --rate/],
    [['-u5'], /^--k6-arg=-u: it would replace/],
    [['--stage', '5s:10'], /^--k6-arg=--stage: it would replace/],
    [['--iterations=1'], /--iterations: it would replace/],
    [['--no-thresholds'], /figures that k6 would then not record/],
    [['--address=127.0.0.1:1'], /burstbox uses that address itself to stop k6/],
    [['--insecure-skip-tls-verify'], /--tls ca=FILE/],
    [['--no-teardown'], /would be left on the service/],
    [['--include-system-env-vars=false'], /would not know where the service is/],
    [['--tag=a=b', '--linger'], /never end/],
    [['-v'], /burstbox reads k6\.log for the verdict/],
    [['--env=BASE_URL=http://elsewhere'], /^--k6-arg=--env: burstbox sets BASE_URL itself/],
    [['-e', 'VUS=1'], /^--k6-arg=-e: burstbox sets VUS itself/],
    [['-eAUTH={}'], /burstbox sets AUTH itself/],
    [['--out=web-dashboard'], /use --dashboard for k6's dashboard/],
    [['-o', 'dashboard=port=1'], /use --dashboard for k6's dashboard/],
    [['--out=experimental-prometheus-rw'], /burstbox takes k6's figures by remote write itself/],
    [['other.js'], /^--k6-arg with a word that is not a flag: expected one of --user-agent, --tag/],
    [['--http-debug', 'other.js'], /is not a flag/],
    [['--'], /expected one of/],
    [['--constructor'], /^--k6-arg --constructor: expected one of/],
    [['--tag'], /^--k6-arg=--tag needs a value/],
  ];
  for (const [words, says] of cases)
    assert.throws(() => checkK6Args(words), { code: 'usage', message: says }, words.join(' '));
});

test('a secret behind a flag that is not taken is not repeated', () => {
  for (const words of [
    ['--token=s3cr3t'],
    ['s3cr3t'],
    ['-xs3cr3t'],
    ['--config', 's3cr3t'],
    ['-e', 'AUTH=s3cr3t'],
  ])
    assert.throws(
      () => checkK6Args(words),
      (error: Error) => !error.message.includes('s3cr3t'),
    );
});
