/** A container whose processes we do not see, because its engine runs on another machine (Docker Desktop): the engine is asked. */

import { dockerUnbounded } from '../docker/cli.ts';
import type { Container } from '../docker/container.ts';
import { dockerStats } from '../docker/stats.ts';
import type { Attachment } from './attach.ts';
import { containerEnd } from './container-end.ts';
import { notOurs } from './watch-processes.ts';

export function watchUnseenContainer(container: Container): Attachment {
  const { Id, Name } = container;
  return {
    watched: { container: Name.replace(/^\//, '') },
    // Only the engine knows, and it is asked once when the watch begins.
    isAlive: () => false,
    open() {
      const watchedFromMs = Date.now();
      let over = false;
      const waiting = dockerUnbounded(['wait', Id]);
      const endOf = async () => {
        await waiting;
        over = true;
        const atMs = Date.now();
        return { ...(await containerEnd(container, watchedFromMs)), atMs };
      };
      const exited = endOf();
      return {
        pid: undefined,
        exited,
        stats: async () => (over ? {} : await dockerStats(Id)),
        limit: notOurs,
        async stop() {
          await waiting.kill();
        },
      };
    },
  };
}
