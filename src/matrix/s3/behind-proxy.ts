/** A service in its box as always, and a proxy with a fault where clients look for it. */
import { connect, createServer } from 'node:net';
import { MEANS, type Means } from '../../run/pipeline.ts';
import { freePorts, profilingPort } from '../../sandbox/free-port.ts';
import { type Box, endingBy, type Stage } from '../../sandbox/prepare/stage.ts';
import type { Service } from '../../sandbox/sandbox.ts';
import { faultyProxy, type S3Fault } from './faulty-proxy.ts';

const HOST = '127.0.0.1';

/** What a run is played with. */
export function behindProxy(fault: S3Fault): Means {
  return {
    ...MEANS,
    async stage(...order) {
      const stage = await MEANS.stage(...order);
      return { ...stage, start: (box) => startBehind(fault, stage, box) };
    },
  };
}

async function startBehind(fault: S3Fault, stage: Stage, box: Box): Promise<Service> {
  if (stage.start === undefined) throw new Error('only a service that we start can be behind a proxy');
  const port = await freePorts();
  const service = await stage.start({ ...box, port });
  const proxy = await faultyProxy(fault, { host: HOST, port }, box.port);
  const profiles = await passedOn(profilingPort(box.port), profilingPort(port));
  return endingBy(service, async (graceMs) => {
    await Promise.all([proxy.close(), profiles.close(), service.stop(graceMs)]);
  });
}

/** Its profiles are looked for beside it. */
async function passedOn(from: number, to: number): Promise<{ close(): Promise<void> }> {
  const server = createServer((client) => {
    const other = connect(to, HOST);
    for (const [one, two] of [
      [client, other],
      [other, client],
    ] as const)
      one.on('error', () => two.destroy()).pipe(two);
  }).listen(from, HOST);
  await new Promise((resolve, reject) => server.once('listening', resolve).once('error', reject));
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
      }),
  };
}
