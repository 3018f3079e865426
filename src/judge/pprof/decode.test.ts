import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  Function as FunctionRow,
  Line,
  Location,
  Profile,
  Sample,
  StringTable,
  ValueType,
} from 'pprof-format';
import { decodeProfile } from './decode.ts';

/** One stack of two functions, of which `inlined` was compiled into `caller`. */
function encoded(changes: { locations?: number[]; lines?: number; value?: number } = {}): Uint8Array {
  const strings = new StringTable();
  const { locations = [1, 2], lines = 1, value = 30_000_000_000 } = changes;
  return new Profile({
    stringTable: strings,
    sampleType: [
      new ValueType({ type: strings.dedup('samples'), unit: strings.dedup('count') }),
      new ValueType({ type: strings.dedup('cpu'), unit: strings.dedup('nanoseconds') }),
    ],
    durationNanos: 2_500_000_000,
    sample: [new Sample({ locationId: locations, value: [3, value] })],
    location: [
      new Location({ id: 1, line: Array.from({ length: lines }, () => new Line({ functionId: 1 })) }),
      new Location({ id: 2, line: [new Line({ functionId: 2 }), new Line({ functionId: 3 })] }),
    ],
    function: ['leaf', 'inlined', 'caller'].map(
      (name, at) =>
        new FunctionRow({
          id: at + 1,
          name: strings.dedup(name),
          filename: strings.dedup(`/srv/app/${name}.ts`),
        }),
    ),
  }).encode();
}

test('types, length, values and stacks are those that pprof-format encoded, inlined callers after what they call', () => {
  const { types, seconds, samples } = decodeProfile(encoded());
  assert.deepEqual(types, ['samples', 'cpu']);
  assert.equal(seconds, 2.5);
  assert.deepEqual(
    samples.map(({ stack, values }) => [stack.map(({ label }) => label), values]),
    [
      [
        ['leaf (app/leaf.ts)', 'inlined (app/inlined.ts)', 'caller (app/caller.ts)'],
        [3, 30_000_000_000],
      ],
    ],
  );
});

test('a negative value, as a difference of two profiles has it, is below zero', () => {
  const { samples } = decodeProfile(encoded({ value: -(2 ** 40) }));
  assert.deepEqual(samples[0]?.values, [3, -(2 ** 40)]);
});

test('a location or a function that is not there is left out of the stack', () => {
  const [sample] = decodeProfile(encoded({ locations: [9, 1] })).samples;
  assert.deepEqual(
    sample?.stack.map(({ label }) => label),
    ['leaf (app/leaf.ts)'],
  );
});

test('cut off anywhere a profile is refused or is a smaller one, and nothing else happens', () => {
  const bytes = encoded();
  for (let length = 0; length < bytes.length; length++) {
    let samples: number | undefined;
    try {
      samples = decodeProfile(bytes.subarray(0, length)).samples.length;
    } catch (error) {
      assert.ok(error instanceof Error && error.message !== '', String(length));
    }
    assert.ok(samples === undefined || samples <= 1);
  }
});

test('a number that never ends, an unknown wire type and a profile without types are refused', () => {
  assert.throws(() => decodeProfile(new Uint8Array(8 * 1024 * 1024).fill(0xff)), /cut off/);
  assert.throws(() => decodeProfile(Uint8Array.from([0x0b])), /unknown wire type 3/);
  assert.throws(() => decodeProfile(Uint8Array.from([])), /no sample type/);
});

test('a small file that asks for endless stacks, and one of endless parts, are refused', () => {
  const locations = Array.from({ length: 10_000 }, () => 1);
  assert.throws(() => decodeProfile(encoded({ locations, lines: 10_000 })), /too many numbers/);
  const emptySamples = Buffer.alloc(4 * 1024 * 1024, Buffer.from([0x12, 0x00]));
  assert.throws(() => decodeProfile(emptySamples), /too many parts/);
  const oneEndlessSample = Buffer.from([0x12, 0x85, 0x80, 0x80, 0x04, 0x0a, 0x80, 0x80, 0x80, 0x04]);
  const ids = Buffer.alloc(8 * 1024 * 1024, 1);
  assert.throws(() => decodeProfile(Buffer.concat([oneEndlessSample, ids])), /too many numbers/);
});

test('fields that a profile does not have are skipped, fixed-size ones too', () => {
  const unknown = [0xf9, 0x01, 1, 2, 3, 4, 5, 6, 7, 8, 0xfd, 0x01, 1, 2, 3, 4];
  assert.equal(decodeProfile(Uint8Array.from([...unknown, ...encoded()])).samples.length, 1);
});
