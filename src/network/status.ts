/** Whether something answers at a URL, and with which status. */
import { withDeadline } from '../deadline.ts';
import { request } from './way.ts';

/** The longest that a service may take to say something short. */
const ANSWER_TIMEOUT_MS = 5000;

/**
 * The status of the answer, a redirect's own included; nothing of its body is read.
 * @throws a DOMException `TimeoutError` when nothing answers within 5 s, the error of the connection when there is none
 */
export function statusOf(url: string, signal?: AbortSignal): Promise<number> {
  return withDeadline(ANSWER_TIMEOUT_MS, signal, async (limited) => {
    const answer = await request(url, { redirect: 'manual', signal: limited });
    await answer.body?.cancel();
    return answer.status;
  });
}
