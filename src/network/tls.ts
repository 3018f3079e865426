/** Whom a run trusts, and who it says it is: one setting for our own requests and for k6. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { SecureContext } from 'node:tls';
import { BurstboxError, reason } from '../errors.ts';

/** Absolute paths of PEM files. A key is read from its file by who needs it, and copied nowhere. */
export interface TlsFiles {
  /** Certificates of authorities that are trusted besides those of this machine. */
  ca?: string;
  /** The client's own certificate, with those that lead to an authority, and its key. */
  cert?: string;
  key?: string;
}

export const TLS_PARTS = ['ca', 'cert', 'key'] as const;

/** Where Go looks for the authorities of a Linux machine (crypto/x509/root_linux.go); the first that is there counts. */
const AUTHORITIES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/tls/cacert.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

/**
 * @param where these files are named, for the message
 * @throws BurstboxError config when one is not there, or is not what it should be; says nothing of what is in it
 */
export function checkTls({ ca, cert, key }: TlsFiles, where: string): void {
  if ((cert === undefined) !== (key === undefined))
    throw new BurstboxError(
      'config',
      `${where}: a client's certificate needs its key, and the other way round; expected both "cert" and "key", or neither`,
    );
  if (ca !== undefined) checked(where, 'ca', ca, 'certificates in PEM', (text) => new X509Certificate(text));
  if (cert === undefined || key === undefined) return;
  const own = checked(where, 'cert', cert, 'a certificate in PEM', (text) => new X509Certificate(text));
  const secret = checked(where, 'key', key, 'a private key in PEM, without a passphrase', createPrivateKey);
  if (!own.checkPrivateKey(secret))
    throw new BurstboxError('config', `${where}: the key ${key} does not belong to the certificate ${cert}`);
}

/** What a connection of Node needs. @throws when a file has gone since it was checked */
export function secureContext({ ca, cert, key }: TlsFiles): SecureContext {
  const named = ca === undefined ? [] : [readFileSync(ca, 'utf8')];
  return nodeTls().createSecureContext({
    ca: [...authorities(), ...named],
    ...(cert === undefined ? {} : { cert: readFileSync(cert, 'utf8') }),
    ...(key === undefined ? {} : { key: readFileSync(key, 'utf8') }),
  });
}

/** Loading it takes a tenth of what a small command takes, and only few of them connect. */
function nodeTls(): typeof import('node:tls') {
  return createRequire(import.meta.url)('node:tls') as typeof import('node:tls');
}

/** Those that Go, and so k6, trusts; where there is no such file, those that came with Node. */
function authorities(): readonly string[] {
  for (const file of AUTHORITIES) {
    try {
      return [readFileSync(file, 'utf8')];
    } catch {
      // the next
    }
  }
  return nodeTls().rootCertificates;
}

function checked<T>(
  where: string,
  part: string,
  file: string,
  expected: string,
  read: (text: string) => T,
): T {
  let text: string;
  try {
    if (statSync(file, { throwIfNoEntry: false })?.isFile() === false)
      throw new Error('it is not a regular file');
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new BurstboxError('config', `${where}: ${part} ${file} cannot be read (${reason(error)})`, {
      file,
    });
  }
  try {
    return read(text);
  } catch {
    throw new BurstboxError('config', `${where}: ${part} ${file}: expected ${expected}`, { file });
  }
}
