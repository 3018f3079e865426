import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  clockText,
  countedText,
  cpuText,
  levelText,
  mibText,
  momentText,
  msText,
  percentText,
} from './numbers.ts';

test('milliseconds have a digit after the point below ten, and become seconds from a thousand on', () => {
  const cases: [number, string][] = [
    [0, '0.0 ms'],
    [0.04, '0.0 ms'],
    [9.94, '9.9 ms'],
    [10, '10 ms'],
    [999, '999 ms'],
    [1000, '1.00 s'],
    [65_432, '65.43 s'],
  ];
  for (const [ms, text] of cases) assert.equal(msText(ms), text);
});

test('small shares keep two digits, so that a few errors in a million do not read as none', () => {
  const cases: [number, string][] = [
    [0, '0 %'],
    [0.0005, '0.05 %'],
    [0.0999, '9.99 %'],
    [0.1, '10 %'],
    [1, '100 %'],
  ];
  for (const [share, text] of cases) assert.equal(percentText(share), text);
});

test('bytes read as whole MiB', () => {
  assert.equal(mibText(0), '0 MiB');
  assert.equal(mibText(1.5 * 1024 * 1024), '2 MiB');
});

test('what was not measured is a dash, not a zero', () => {
  for (const text of [msText, percentText, mibText]) assert.equal(text(undefined), '–');
});

test('CPUs in use are the growth of the seconds over the time that passed', () => {
  assert.equal(cpuText({ t: 3000, seconds: 2.5 }, { t: 1000, seconds: 1 }), '0.75');
});

test('CPUs in use are not known without two readings at different times', () => {
  assert.equal(cpuText({ t: 3000, seconds: 2 }, undefined), '–');
  assert.equal(cpuText({ t: 3000, seconds: undefined }, { t: 1000, seconds: 1 }), '–');
  assert.equal(cpuText({ t: 3000, seconds: 2 }, { t: 1000, seconds: undefined }), '–');
  assert.equal(cpuText({ t: 1000, seconds: 2 }, { t: 1000, seconds: 1 }), '–');
});

test('a length of time reads as seconds, minutes or hours', () => {
  const cases: [number, string][] = [
    [0, '0 s'],
    [59.4, '59 s'],
    [59.6, '1:00'],
    [187, '3:07'],
    [3599, '59:59'],
    [3600, '1:00:00'],
    [3723, '1:02:03'],
    [36_000, '10:00:00'],
  ];
  for (const [seconds, text] of cases) assert.equal(clockText(seconds), text);
});

test('a moment is the second that has begun', () => {
  const cases: [number, string][] = [
    [0, '0:00'],
    [12.9, '0:12'],
    [59.9, '0:59'],
    [187, '3:07'],
    [3723.2, '1:02:03'],
  ];
  for (const [seconds, text] of cases) assert.equal(momentText(seconds), text);
});

test('a level is VUs in the closed model and arrivals a second in the open one', () => {
  assert.equal(levelText(200, 'closed'), '200 VUs');
  assert.equal(levelText([50, 100], 'open'), '50, 100 arrivals/s');
});

test('one is one, and all other numbers are many', () => {
  assert.deepEqual(
    [0, 1, 2].map((count) => countedText(count, 'download')),
    ['0 downloads', '1 download', '2 downloads'],
  );
});
