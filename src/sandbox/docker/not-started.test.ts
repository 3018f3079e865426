import assert from 'node:assert/strict';
import { test } from 'node:test';
import { knownEngineFault, notStarted } from './not-started.ts';

/** Words of docker 20.10, podman 4.3, runc and crun. */
const ENGINE = [
  [
    'error running AppArmor: exec: "apparmor_parser": executable file not found in $PATH',
    /apparmor_parser, and restart/,
  ],
  [
    'failed to create shim task: OCI runtime create failed: unable to retrieve OCI runtime error: fork/exec: exec: "runc": executable file not found in $PATH: unknown',
    /install what it names/,
  ],
  ['exec: "docker-init": executable file not found in $PATH', /install what it names/],
  [
    'container-init binary not found on the host: stat /usr/libexec/podman/catatonit: no such file or directory',
    /catatonit/,
  ],
  ['crun: the requested cgroup controller `cpu` is not available: OCI runtime error', /Delegate=cpu memory/],
  ['error creating overlay mount to /var/lib/docker/overlay2/a/merged: invalid argument', /storage driver/],
  ['write /var/lib/docker/tmp: no space left on device', /make room/],
  [
    'driver failed programming external connectivity: Bind for 127.0.0.1:80 failed: port is already allocated',
    /free the port/,
  ],
  [
    'runc create failed: unable to start container process: error setting rlimit type 7: operation not permitted',
    /log of the engine/,
  ],
] as const;

const TARGET = [
  'OCI runtime create failed: runc create failed: unable to start container process: exec: "no-such": executable file not found in $PATH: unknown',
  'crun: executable file `no-such` not found in $PATH: No such file or directory: OCI runtime attempted to invoke a command that was not found',
  'exec: "/app/start.sh": permission denied: unknown',
  'exec /usr/local/bin/app: exec format error',
  'unable to find user app: no matching entries in passwd file',
];

test('what the engine lacks is not said to be the fault of the target file', () => {
  for (const [why, todo] of ENGINE) {
    const { code, message } = notStarted('shop', why);
    assert.equal(code, 'sandbox', why);
    assert.match(message, todo);
  }
});

test("an image or a command that cannot run is the target's", () => {
  for (const why of TARGET) {
    assert.equal(notStarted('shop', why).code, 'target', why);
    assert.equal(knownEngineFault(why), undefined, why);
  }
});
