import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MIB } from '../../text/numbers.ts';
import { k6Environment } from './environment.ts';

const MEMORY = { garbagePercent: 250, collectBytes: 80 * MIB };

const HOSTILE = [
  ...['http_proxy', 'https_proxy', 'all_proxy', 'no_proxy', 'ftp_proxy'],
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY', 'Http_Proxy', 'REQUEST_METHOD'],
  ...['K6_VUS', 'K6_OUT', 'K6_CONFIG', 'K6_HTTP_DEBUG', 'K6_HOSTS', 'k6_vus', 'K6_TLSAUTH'],
  ...['SSL_CERT_FILE', 'SSL_CERT_DIR', 'GODEBUG', 'GOMAXPROCS', 'GOGC', 'GOMEMLIMIT', 'SSLKEYLOGFILE'],
  ...['BASE_URL', 'VUS', 'AUTH', 'NODE_OPTIONS', 'LD_PRELOAD', 'RES_OPTIONS', 'LOCALDOMAIN', 'HOSTALIASES'],
];

test('of the environment k6 gets what is listed, and no setting that changes where or how it asks', () => {
  const inherited = Object.fromEntries(HOSTILE.map((name) => [name, 'http://127.0.0.1:1']));
  const plain = { PATH: '/bin', TZ: 'Asia/Tokyo', LC_ALL: 'C', TMPDIR: '/t', HOME: '/root' };
  const env = k6Environment(
    '/empty',
    MEMORY,
    { VUS: '5' },
    { ...inherited, ...plain, XDG_CONFIG_HOME: '/etc/evil' },
  );
  const { GOGC, GOMEMLIMIT, ...rest } = env;
  assert.equal(GOGC, '250');
  assert.equal(GOMEMLIMIT, '80MiB');
  assert.deepEqual(rest, {
    PATH: '/bin',
    TZ: 'Asia/Tokyo',
    LC_ALL: 'C',
    TMPDIR: '/t',
    HOME: '/empty',
    XDG_CONFIG_HOME: '/empty',
    XDG_CACHE_HOME: '/empty',
    APPDATA: '/empty',
    LOCALAPPDATA: '/empty',
    USERPROFILE: '/empty',
    VUS: '5',
    K6_NO_USAGE_REPORT: 'true',
    K6_AUTO_EXTENSION_RESOLUTION: 'false',
  });
});
