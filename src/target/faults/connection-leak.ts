import { once } from 'node:events';
import { connect, createServer, type Server } from 'node:net';
import type { Fault } from './fault.ts';
import { picker, shareParameter } from './share.ts';

const HOST = '127.0.0.1';

export const connectionLeak: Fault<'share'> = {
  name: 'connection-leak',
  about:
    'connects to a peer, as to a database, and never closes the connection; both ends are in the service',
  parameters: { share: shareParameter('requests', 0.2) },
  plant({ share }) {
    const peer = createServer().listen({ host: HOST, port: 0 });
    const listening = once(peer, 'listening');
    const picked = picker(share);
    return {
      handler: (next) => async (exchange) => {
        if (picked()) {
          await listening;
          await leakConnection(peer);
        }
        await next(exchange);
      },
    };
  },
};

async function leakConnection(peer: Server): Promise<void> {
  const address = peer.address();
  if (address === null || typeof address === 'string') throw new Error(`the peer is at ${address}`);
  await once(connect(address.port, HOST), 'connect');
}
