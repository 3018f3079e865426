/**
 * A pprof profile (github.com/google/pprof, proto/profile.proto) as stacks of functions. Only what a verdict needs, and
 * never more work than its bytes are worth: stacks share their locations, so a small file can ask for endless ones.
 */
import { eachField, eachNumber, type Span } from '../../files/protobuf.ts';
import { type Frame, frameOf } from './frame.ts';

export interface StoredProfile {
  /** `cpu`, `inuse_space`, … in the order of each sample's values. */
  types: string[];
  /** Time it covers; undefined of a moment. */
  seconds: number | undefined;
  samples: { /** Innermost first. */ stack: Frame[]; values: number[] }[];
}

/** Samples, locations, functions and strings together, and numbers and frames in them: a hundred times a large service's. */
const MAX_PARTS = 500_000;
const MAX_NUMBERS = 4_000_000;
/** Longer names are generated or hostile; they are shown shorter still. */
const MAX_NAME_BYTES = 1024;
const NANOS_PER_SECOND = 1e9;
const WHOLE = { sampleType: 1, sample: 2, location: 4, function: 5, string: 6, durationNanos: 10 };
const VALUE_TYPE = { type: 1 };
const SAMPLE = { location: 1, value: 2 };
const LOCATION = { id: 1, line: 4 };
const LINE = { function: 1 };
const FUNCTION = { id: 1, name: 2, file: 4 };

interface Parts {
  bytes: Uint8Array;
  types: number[];
  nanos: number;
  samples: { locations: number[]; values: number[] }[];
  /** Functions of a location by its id, the innermost of inlined ones first. */
  locations: Map<number, number[]>;
  functions: Map<number, { name: number; file: number }>;
  strings: Span[];
  /** What may still come. */
  left: { parts: number; numbers: number };
}

/** @throws Error when the bytes are no profile, are cut off, or ask for too much. */
export function decodeProfile(bytes: Uint8Array): StoredProfile {
  const parts = partsOf(bytes);
  const frames = new Map(
    [...parts.functions].map(([id, { name, file }]) => [id, lazyFrame(name, file, parts)]),
  );
  const samples = parts.samples.map(({ locations, values }) => {
    const stack: Frame[] = [];
    for (const id of locations)
      for (const called of parts.locations.get(id) ?? []) {
        spend(parts, 'numbers');
        const frame = frames.get(called)?.();
        if (frame !== undefined) stack.push(frame);
      }
    return { stack, values };
  });
  return {
    types: parts.types.map((index) => textAt(index, parts)),
    seconds: parts.nanos > 0 ? parts.nanos / NANOS_PER_SECOND : undefined,
    samples,
  };
}

function partsOf(bytes: Uint8Array): Parts {
  const parts: Parts = {
    bytes,
    types: [],
    nanos: 0,
    samples: [],
    locations: new Map(),
    functions: new Map(),
    strings: [],
    left: { parts: MAX_PARTS, numbers: MAX_NUMBERS },
  };
  eachField(bytes, { from: 0, to: bytes.length }, (field, value, body) => {
    if (field === WHOLE.durationNanos) parts.nanos = value;
    if (body !== undefined) addPart(parts, field, body);
  });
  if (parts.types.length === 0 || parts.strings.length === 0) throw new Error('it has no sample type');
  return parts;
}

function addPart(parts: Parts, field: number, body: Span): void {
  spend(parts, 'parts');
  const { bytes, types, samples, locations, functions, strings } = parts;
  if (field === WHOLE.string) strings.push(body);
  if (field === WHOLE.sampleType) types.push(numberIn(bytes, body, VALUE_TYPE.type));
  if (field === WHOLE.sample)
    samples.push({
      locations: numbersIn(parts, body, SAMPLE.location),
      values: numbersIn(parts, body, SAMPLE.value),
    });
  if (field === WHOLE.location) locations.set(numberIn(bytes, body, LOCATION.id), functionsAt(parts, body));
  if (field === WHOLE.function)
    functions.set(numberIn(bytes, body, FUNCTION.id), {
      name: numberIn(bytes, body, FUNCTION.name),
      file: numberIn(bytes, body, FUNCTION.file),
    });
}

function functionsAt(parts: Parts, location: Span): number[] {
  const functions: number[] = [];
  eachField(parts.bytes, location, (field, _, line) => {
    if (field !== LOCATION.line || line === undefined) return;
    spend(parts, 'numbers');
    functions.push(numberIn(parts.bytes, line, LINE.function));
  });
  return functions;
}

/** The last of its values, as protobuf has it; 0 when it is left out. */
function numberIn(bytes: Uint8Array, message: Span, wanted: number): number {
  let found = 0;
  eachField(bytes, message, (field, value, body) => {
    if (field === wanted && body === undefined) found = value;
  });
  return found;
}

function numbersIn(parts: Parts, message: Span, wanted: number): number[] {
  const found: number[] = [];
  eachNumber(parts.bytes, message, wanted, (number) => {
    spend(parts, 'numbers');
    found.push(number);
  });
  return found;
}

function spend({ left }: Parts, what: keyof Parts['left']): void {
  if (--left[what] < 0) throw new Error(`it has too many ${what}`);
}

/** Most functions of a heap profile are met never or often: each is named once, when it is first met. */
function lazyFrame(name: number, file: number, parts: Parts): () => Frame {
  let frame: Frame | undefined;
  return () => {
    frame ??= frameOf(textAt(name, parts), textAt(file, parts));
    return frame;
  };
}

function textAt(index: number, { strings, bytes }: Parts): string {
  const { from, to } = strings[index] ?? { from: 0, to: 0 };
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, Math.min(to - from, MAX_NAME_BYTES)).toString();
}
