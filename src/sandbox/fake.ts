import type { Enforcement, ServiceExit } from '../store/records/records.ts';
import type { Readings } from './readings.ts';
import type { Driver, Service, ServiceSpec } from './sandbox.ts';

/** What a fake service does. Everything has a default: it runs until it is stopped and shows no numbers. */
export interface FakeScript {
  /** Answers of `stats()`, one a call; the last one stays. */
  readings?: Readings[];
  enforces?: Enforcement;
  /** `start` rejects with this. */
  startError?: Error;
}

export interface FakeService extends Service {
  readonly spec: ServiceSpec;
  /** The CPU limits that it was given after its start, in their order. */
  readonly limitedTo: readonly number[];
  /** The service ends by itself, by default with code 0. */
  end(exit?: Partial<ServiceExit>): void;
}

/** A driver without processes, for the tests of what is built on drivers. `started` lists its services, oldest first. */
export function fakeDriver(script: FakeScript = {}): Driver & { readonly started: readonly FakeService[] } {
  const started: FakeService[] = [];
  return {
    name: 'process',
    enforces: script.enforces ?? { cpu: true, memory: true },
    about: 'fake',
    started,
    async start(spec) {
      if (script.startError !== undefined) throw script.startError;
      const service = fakeService(spec, script.readings ?? []);
      started.push(service);
      return service;
    },
  };
}

function fakeService(spec: ServiceSpec, readings: Readings[]): FakeService {
  const remaining = [...readings];
  const limitedTo: number[] = [];
  let current: Readings = {};
  let settle: (exit: ServiceExit) => void = () => {};
  const exited = new Promise<ServiceExit>((resolve) => {
    settle = resolve;
  });
  const end = (exit: Partial<ServiceExit> = {}) =>
    settle({ code: 0, signal: null, oomKilled: false, atMs: Date.now(), ...exit });
  return {
    spec,
    limitedTo,
    pid: undefined,
    exited,
    end,
    async limit(cpus) {
      limitedTo.push(cpus);
    },
    async stats() {
      current = remaining.shift() ?? current;
      return current;
    },
    async stop() {
      end({ code: null, signal: 'SIGTERM' });
    },
  };
}
