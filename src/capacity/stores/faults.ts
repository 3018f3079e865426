/** Why no answer came, in a word that a verdict can go by. */
import { reason } from '../../errors.ts';

const WORDS: Record<string, string> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection cut',
  EPIPE: 'connection cut',
  UND_ERR_SOCKET: 'connection cut',
  UND_ERR_HEADERS_TIMEOUT: 'nothing moved for too long',
  UND_ERR_BODY_TIMEOUT: 'nothing moved for too long',
  UND_ERR_CONNECT_TIMEOUT: 'no connection',
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'no such host',
  EHOSTUNREACH: 'no way to the host',
  ENETUNREACH: 'no way to the host',
};

export function transferFault(error: unknown): string {
  const { code = '', cause } = error as { code?: string; cause?: { code?: string } };
  return WORDS[code] ?? WORDS[cause?.code ?? ''] ?? reason(error);
}
