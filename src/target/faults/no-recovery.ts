import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from './fault.ts';

export const noRecovery: Fault<'clients' | 'ms'> = {
  name: 'no-recovery',
  about: 'turns slow when many clients have come at once, and stays slow when they have gone',
  parameters: {
    clients: {
      about: 'connections at once that it bears', // requests at once would depend on the machine's speed
      unit: 'connections',
      default: 250,
      min: 1,
      max: 100_000,
    },
    ms: { about: 'time added to every answer from then on', unit: 'ms', default: 1000, min: 1, max: 600_000 },
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
