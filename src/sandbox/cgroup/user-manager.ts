import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { BurstboxError } from '../../errors.ts';
import type { CgroupHierarchy } from './group.ts';
import { cgroupMountPoints } from './location.ts';
import { below, missingControllers } from './v2.ts';

/**
 * Control groups of version 2 without root: in the part of the hierarchy that systemd delegates to the manager of a user,
 * user@UID.service (systemd: Control Group APIs and Delegation). A login lies outside of it, in session-N.scope, and only
 * systemd may move a process from there: so a service begins in a scope of the user's manager, which ends when it goes on
 * from there into its own group.
 * @throws BurstboxError('sandbox') with the one command that would make it work
 */
export function userManagerHierarchy(): CgroupHierarchy {
  const { uid, username } = userInfo();
  if (!existsSync('/run/systemd/system'))
    throw refusal(
      'this machine is not managed by systemd, so only root can create control groups; run as root, or use docker',
    );
  const manager = managerFolder(uid);
  if (manager === undefined)
    throw refusal(
      `there is no systemd user manager for ${username}; sudo loginctl enable-linger ${username} starts a permanent one`,
    );
  const missing = missingControllers(manager);
  if (missing.length > 0)
    throw refusal(
      `systemd does not delegate ${missing.join(' and ')} to users here; this changes it from the next login on: ${DELEGATE}`,
    );
  return below(manager, ['env', `XDG_RUNTIME_DIR=/run/user/${uid}`, 'systemd-run', ...SCOPE, '--']);
}

const SCOPE = ['--user', '--scope', '--quiet', '--collect'];

/** Before version 252 systemd delegates memory and pids only. */
export const DELEGATE =
  'sudo sh -c \'mkdir -p /etc/systemd/system/user@.service.d && printf "[Service]\\nDelegate=cpu memory pids io\\n" >/etc/systemd/system/user@.service.d/delegate.conf && systemctl daemon-reload\'';

function managerFolder(uid: number): string | undefined {
  const below = join('user.slice', `user-${uid}.slice`, `user@${uid}.service`);
  return cgroupMountPoints()
    .map((mountPoint) => join(mountPoint, below))
    .find((folder) => existsSync(join(folder, 'cgroup.controllers')));
}

function refusal(message: string): BurstboxError {
  return new BurstboxError('sandbox', message);
}
