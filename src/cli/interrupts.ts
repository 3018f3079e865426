/** Ctrl-C, a closed terminal and SIGTERM. */
import { EXIT } from '../errors.ts';
import { sweepOwn } from '../sandbox/clear-up/sweep.ts';

/** A terminal sends Ctrl-C to us and to `npm start`, which passes it on: two signals, one wish. */
export const ONE_WISH_MS = 300;

/**
 * The first stops politely (the signal aborts), the second removes all that we started, the third leaves that to the
 * next command.
 */
export function listenForInterrupts(): AbortSignal {
  const controller = new AbortController();
  const answers = [
    () => {
      process.stderr.write('\nburstbox: stopping; press Ctrl-C again to stop at once\n');
      controller.abort();
    },
    () => void sweepOwn().finally(() => process.exit(EXIT.interrupted)),
  ];
  const onSignal = wishes(() => (answers.shift() ?? (() => process.exit(EXIT.interrupted)))());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  return controller.signal;
}

/** Takes signals, of which those close together are one wish. @param now a clock that is never set back, ms */
export function wishes(answer: () => void, now: () => number = () => performance.now()): () => void {
  let heardAtMs = Number.NEGATIVE_INFINITY;
  return () => {
    if (now() - heardAtMs < ONE_WISH_MS) return;
    heardAtMs = now();
    answer();
  };
}
