import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from './fault.ts';

export const noRecovery: Fault<'clients' | 'ms'> = {
  name: 'no-recovery',
  about: 'becomes slow when many clients arrive at once, and stays slow after they have left',
  parameters: {
    clients: {
      about: 'concurrent connections that it can bear', // requests at once would depend on the machine's speed
      unit: 'connections',
      default: 250,
      min: 1,
      max: 100_000,
    },
    ms: {
      about: 'time added to every response from then on',
      unit: 'ms',
      default: 1000,
      min: 1,
      max: 600_000,
    },
  },
  plant({ clients, ms }) {
    const connected = new Set<Socket>();
    let broken = false;
    return {
      handler: (next) => async (exchange) => {
        track(exchange.request.socket, connected);
        broken ||= connected.size > clients;
        if (broken) await delay(ms);
        await next(exchange);
      },
    };
  },
};

function track(socket: Socket, connected: Set<Socket>): void {
  if (connected.has(socket)) return;
  connected.add(socket);
  socket.once('close', () => connected.delete(socket));
}
