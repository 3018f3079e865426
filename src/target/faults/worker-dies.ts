import { spawn } from 'node:child_process';
import type { Fault } from './fault.ts';

export const workerDies: Fault<'life_ms'> = {
  name: 'worker-dies',
  about: 'has a worker process that dies of an exception again and again and is restarted; no request fails',
  parameters: {
    life_ms: { about: 'lifetime of a worker', unit: 'ms', default: 5000, min: 100, max: 600_000 },
  },
  plant({ life_ms }) {
    let begun = false;
    return {
      handler: (next) => (exchange) => {
        if (!begun) startWorker(life_ms);
        begun = true;
        return next(exchange);
      },
    };
  },
};

/** Its last words go where the service's own do. Should the service end first, the worker does within its life. */
function startWorker(lifeMs: number): void {
  const program = `setTimeout(() => { null.orders; }, ${lifeMs})`;
  const worker = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'ignore', 'inherit'] });
  const end = () => worker.kill('SIGKILL');
  process.once('exit', end);
  worker.once('error', (error) => console.error(`planted fault: no worker: ${error.message}`));
  worker.once('exit', (code) => {
    process.off('exit', end);
    // Who was ended by a signal was ended together with the service.
    if (code !== null) startWorker(lifeMs);
  });
}
