import { setImmediate as next } from 'node:timers/promises';
import type { Sample } from '../../contract/contract.ts';
import type { DriveEnd, Generator, LoadOrder } from './generator.ts';

/** A load that is played by a test. */
export interface FakeLoad {
  readonly order: LoadOrder;
  /** How often it was asked to stop. */
  stops: number;
  /** It ends, by default as one that was whole. */
  end(end?: Partial<DriveEnd>): void;
}

export interface FakeLoads {
  /** Is called with each load as it begins. By default it ends at once. */
  play?(load: FakeLoad): void | Promise<void>;
  /** What happens to a load that is asked to stop. By default it ends as k6 does then. */
  stopped?(load: FakeLoad): void;
  /** `start` rejects with this. */
  startError?: Error;
  stats?: Sample['values'];
}

const WHOLE = { exitCode: 0, signal: null, scriptExceptions: 0 };
const ASKED_TO_STOP = { ...WHOLE, exitCode: 103 };

/** A generator without processes, for the tests of what is built on generators. `loads` lists its loads, oldest first. */
export function fakeGenerator(script: FakeLoads = {}): Generator & { readonly loads: readonly FakeLoad[] } {
  const { play = (load) => load.end(), stopped = (load) => load.end({ exit: ASKED_TO_STOP }) } = script;
  const loads: FakeLoad[] = [];
  return {
    name: 'fake',
    program: { version: 'v2.2.0', source: 'cache' },
    loads,
    async start(order) {
      if (script.startError !== undefined) throw script.startError;
      let settle: (end: DriveEnd) => void = () => {};
      const ended = new Promise<DriveEnd>((resolve) => {
        settle = resolve;
      });
      const load: FakeLoad = { order, stops: 0, end: (end = {}) => settle({ exit: WHOLE, ...end }) };
      loads.push(load);
      // A test that fails in here is to end, and not to wait for the load.
      void next()
        .then(() => play(load))
        .catch((error) => {
          load.end();
          throw error;
        });
      return {
        stats: () => script.stats ?? {},
        ended,
        async stop() {
          load.stops++;
          stopped(load);
          await ended;
        },
      };
    },
  };
}
