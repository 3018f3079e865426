/** The stage of a service that runs already: nothing is started, and it is watched where it can be seen. */

import { reason } from '../../errors.ts';
import { watchedText } from '../../store/watched-text.ts';
import { type Attachment, findRunning, type Wish } from '../attach/attach.ts';
import type { Stage } from './stage.ts';

const NO_SANDBOX = {
  driver: 'none',
  about: 'none: the service was already running',
  enforces: { cpu: false, memory: false },
  notes: [],
};

/**
 * @param note tells the user what is watched, or why nothing is
 * @throws BurstboxError usage when the process or the container that the user names is not there, or may not be read
 */
export async function runningStage(
  baseUrl: string,
  wish: Wish,
  note: (line: string) => void,
): Promise<Stage> {
  const found = await findRunning(baseUrl, wish);
  if (typeof found === 'string') {
    note(`the service cannot be observed from outside: ${found}`);
    return { sandbox: NO_SANDBOX, unwatched: found };
  }
  note(`watching ${watchedText(found.watched)}`);
  return { sandbox: NO_SANDBOX, watched: found.watched, attach: attacher(found, baseUrl, wish, note) };
}

/** Each scenario watches what serves then: a supervisor may have begun the service anew. */
function attacher(
  found: Attachment,
  baseUrl: string,
  wish: Wish,
  note: (line: string) => void,
): NonNullable<Stage['attach']> {
  let current = found;
  return async () => {
    if (current.isAlive()) return current.open();
    // A pid that is given again belongs to somebody else.
    const next =
      wish.pid === undefined
        ? await findRunning(baseUrl, wish).catch(reason)
        : `process ${wish.pid} has ended`;
    if (typeof next === 'string') {
      note(`the service can no longer be observed from outside: ${next}`);
      return undefined;
    }
    if (next.watched.pid !== current.watched.pid) note(`now watching ${watchedText(next.watched)}`);
    current = next;
    return current.open();
  };
}
