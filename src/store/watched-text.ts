import { plainText } from '../text/plain-text.ts';
import type { Watched } from './records/records.ts';

/** `process 4711 (gunicorn) in container shop`, for people. */
export function watchedText({ pid, command, container }: Watched): string {
  const name = command === undefined ? '' : ` (${plainText(command)})`;
  const process = pid === undefined ? [] : [`process ${pid}${name}`];
  return [...process, ...(container === undefined ? [] : [`container ${container}`])].join(' in ');
}
