/** Follows timeline.ndjson while k6 writes it. */
import { closeSync, openSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { type Snapshot, timelineReader } from '../../store/timeline.ts';

export interface Load {
  /** The newest period, undefined before the first. Reads what was written since the last call. */
  latest(): Snapshot | undefined;
  /** Settles when the first iteration runs, as far as `latest` has seen. */
  readonly started: Promise<void>;
}

const CHUNK_BYTES = 64 * 1024;

/** @param onPeriod called by `latest` with every period that it finds, in order of time */
export function followLoad(path: string, onPeriod: (period: Snapshot) => void = () => {}): Load {
  const read = timelineReader();
  const tail = tailOf(path);
  let newest: Snapshot | undefined;
  let announce = () => {};
  const started = new Promise<void>((resolve) => {
    announce = resolve;
  });
  return {
    started,
    latest() {
      for (const line of tail()) {
        const period = read(line);
        if (period === undefined) continue;
        newest = period;
        onPeriod(period);
      }
      if (newest !== undefined && hasBegun(newest)) announce();
      return newest;
    },
  };
}

/** In the open model a VU runs only as long as its iteration, so at the moment that k6 counts them there may be none. */
export function hasBegun({ values }: Snapshot): boolean {
  return (values.vus?.value ?? 0) > 0 || (values.iterations?.count ?? 0) > 0;
}

/** Complete lines that are new since the last call; none while the file is not there. */
function tailOf(path: string): () => string[] {
  let position = 0;
  let rest = '';
  const decoder = new StringDecoder('utf8');
  const chunk = Buffer.alloc(CHUNK_BYTES);
  return () => {
    let file: number;
    try {
      file = openSync(path, 'r');
    } catch {
      return [];
    }
    try {
      for (let size = -1; size !== 0; position += size) {
        size = readSync(file, chunk, 0, CHUNK_BYTES, position);
        rest += decoder.write(chunk.subarray(0, size));
      }
    } finally {
      closeSync(file);
    }
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    return lines;
  };
}
