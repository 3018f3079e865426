/** What may stand after `--proxy` and `--tls`. @throws BurstboxError usage; never with the text, which may hold a password */
import { resolve } from 'node:path';
import { BurstboxError } from '../../errors.ts';
import { TLS_PARTS, type TlsFiles } from '../../network/tls.ts';
import { keepSecret } from '../../secrets/secrets.ts';

const REFERENCE = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** `http://HOST:PORT`; `${NAME}` in it stands for a variable of the environment, so that a password is in no command line. */
export function proxyUrl(text: string, flag: string): string {
  const filled = text.replace(REFERENCE, (_, name: string) => {
    const value = process.env[name] ?? '';
    if (value !== '') return encodeURIComponent(value);
    throw new BurstboxError('usage', `--${flag} needs the environment variable ${name}, which is not set`);
  });
  const url = URL.canParse(filled) && !/%(?![0-9A-F]{2})/i.test(filled) ? new URL(filled) : undefined;
  if (
    url?.protocol === 'http:' &&
    url.hostname !== '' &&
    `${url.search}${url.hash}` === '' &&
    url.pathname === '/'
  ) {
    keepSecret(decodeURIComponent(url.password));
    return url.href;
  }
  throw new BurstboxError(
    'usage',
    `--${flag}: expected an http URL with host and port such as http://proxy.example:3128, or http://me:\${PROXY_PASSWORD}@proxy.example:3128`,
  );
}

/** `ca=FILE,cert=FILE,key=FILE`, each at most once. */
export function tlsFiles(text: string, flag: string): TlsFiles {
  const parts = text.split(',').map((part) => /^([a-z]+)=(.+)$/.exec(part));
  const names = parts.map((part) => part?.[1] ?? '');
  const isKnown = names.every((name) => (TLS_PARTS as readonly string[]).includes(name));
  if (isKnown && new Set(names).size === names.length)
    return Object.fromEntries(parts.map((part) => [part?.[1], resolve(part?.[2] ?? '')]));
  throw new BurstboxError(
    'usage',
    `--${flag} ${text}: expected PEM files such as ca=ca.pem, or ca=ca.pem,cert=me.pem,key=me.key`,
    { text },
  );
}
