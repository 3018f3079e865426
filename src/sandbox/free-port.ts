import { createServer } from 'node:net';
import { BurstboxError } from '../errors.ts';

/**
 * A port on 127.0.0.1 that nothing listens on: the wanted one, or any.
 * @throws BurstboxError machine when the wanted one is taken.
 */
export function freePort(wanted = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why =
        error.code === 'EADDRINUSE' ? 'is in use by another program' : `cannot be used (${error.code})`;
      reject(
        new BurstboxError(
          'machine',
          `port ${wanted} on 127.0.0.1 ${why}; free it, or name another (--port, or "port" in the target file)`,
          { wanted },
          error,
        ),
      );
    });
    server.listen(wanted, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : wanted));
    });
  });
}

const MAX_PORT = 65_535;
/** Of the ports that are given out at random hardly any two neighbours are taken. */
const MAX_TRIES = 50;

/** Where a service that shows its profiles on a port of their own is told to do so. */
export function profilingPort(port: number): number {
  return port === MAX_PORT ? port - 1 : port + 1;
}

/**
 * A port on 127.0.0.1 that nothing listens on, nor on its profilingPort.
 * @throws BurstboxError machine when there are no such two
 */
export async function freePorts(): Promise<number> {
  for (let tries = 1; ; tries++) {
    const port = await freePort();
    try {
      await freePort(profilingPort(port));
      return port;
    } catch (error) {
      if (tries === MAX_TRIES) throw error;
    }
  }
}
