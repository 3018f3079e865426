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
          `port ${wanted} on 127.0.0.1 ${why}; free it, or change "port" in the target file`,
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
