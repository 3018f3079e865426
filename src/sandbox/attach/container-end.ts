import { setTimeout as pause } from 'node:timers/promises';
import type { ServiceExit } from '../../store/records/records.ts';
import { type Container, inspectContainer } from '../docker/container.ts';
import { sawOomEvent, signalOf } from '../docker/service.ts';

/** The engine notes an end some time after the process has gone. */
const LOOKS = 20;
const LOOK_MS = 100;
const OVER = ['exited', 'dead'];

/** How a container that we only watch ended. One that was begun again at once, or removed, has forgotten it. */
export async function containerEnd(
  { Id }: Container,
  watchedFromMs: number,
): Promise<Omit<ServiceExit, 'atMs'>> {
  const state = await stateAfterEnd(Id);
  const oomKilled = state?.OOMKilled === true || (await sawOomEvent(Id, watchedFromMs));
  if (state === undefined) return { code: null, signal: null, oomKilled };
  const signal = signalOf(state.ExitCode);
  return { code: signal === null ? state.ExitCode : null, signal, oomKilled };
}

async function stateAfterEnd(id: string): Promise<Container['State'] | undefined> {
  for (let look = 0; look < LOOKS; look++) {
    const state = (await inspectContainer(id).catch(() => undefined))?.State;
    if (state === undefined) return undefined;
    if (OVER.includes(state.Status)) return state;
    await pause(LOOK_MS);
  }
  return undefined;
}
