import { tmpdir } from 'node:os';
import { App } from '../app.ts';
import { openCatalog } from '../catalog/catalog.ts';
import { startServer } from '../server.ts';
import type { Settings } from '../settings.ts';
import type { Benchmark, Prepared } from './measure.ts';
import { NO_STORAGE } from './no-storage.ts';
import { Pinger } from './pinger.ts';

/** As many as fill the one thread of the service without a queue that says more of the kernel than of it. */
const CONNECTIONS = 16;

/** The whole way of a request over the loopback: socket, HTTP, router, metrics, handler. One or many at a time. */
export const pingBenchmarks: Benchmark[] = [
  { name: 'PingSerial', prepare: () => pings(1) },
  { name: 'PingParallel', prepare: () => pings(CONNECTIONS) },
];

const SETTINGS: Settings = {
  host: '127.0.0.1',
  port: 0,
  dataFolder: undefined,
  profiling: false,
  requestsPerSecond: undefined,
  maxBodyBytes: 1024,
  maxInFlight: 2 * CONNECTIONS,
  faults: [],
};

async function pings(connections: number): Promise<Prepared> {
  const server = await startServer(SETTINGS, new App(SETTINGS, NO_STORAGE, openCatalog(tmpdir()), []));
  const pingers = await Promise.all(Array.from({ length: connections }, () => Pinger.open(server.url)));
  return {
    async run(times) {
      let left = times;
      await Promise.all(
        pingers.map(async (pinger) => {
          while (left-- > 0) await pinger.ping();
        }),
      );
    },
    async close() {
      for (const pinger of pingers) pinger.close();
      await server.stop();
    },
  };
}
