/** Services of the fake driver that answer, for the tests of play and pipeline. */
import { createServer } from 'node:http';
import type { TestContext } from 'node:test';
import { type FakeService, fakeDriver } from '../sandbox/fake.ts';
import type { Service } from '../sandbox/sandbox.ts';

export const LEDGER = { add() {}, remove() {} };
export const LIMITS = { cpus: 1, memoryBytes: 2 ** 30 };

export interface Boxed {
  startService(port: number, logFile: string): Promise<Service>;
  /** The one that was started last. */
  service(): FakeService | undefined;
}

/** @param events is told `start` and `stop` */
export function boxed(t: TestContext, events: string[]): Boxed {
  const driver = fakeDriver();
  return {
    service: () => driver.started.at(-1),
    async startService(port, logFile) {
      events.push('start');
      const spec = { name: 'x', command: [], env: {}, cwd: '/', limits: LIMITS, logFile };
      const service = await driver.start(spec, LEDGER);
      await listen(t, port);
      return {
        ...service,
        async stop(graceMs) {
          events.push('stop');
          await service.stop(graceMs);
        },
      };
    },
  };
}

async function listen(t: TestContext, port: number): Promise<void> {
  const http = createServer((_, response) => response.end('ok'));
  await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve));
  t.after(() => {
    http.closeAllConnections();
    http.close();
  });
}
