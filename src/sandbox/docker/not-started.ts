/** Whose fault it is that an engine does not start a container: told by its words, which are those of runc and of the kernel. */
import { BurstboxError } from '../../errors.ts';
import { DELEGATE } from '../cgroup/user-manager.ts';

/** The image has no such program, or one that cannot be run there. */
const TARGET_FAULT =
  /exec: ?"|executable file .* not found|exec format error|chdir to cwd|unable to find user|no command specified|no matching entries in (passwd|group) file/i;

/** What the engine itself needs, and what to do without. Also these may stand behind `exec: "`. */
const ENGINE_NEEDS: readonly { said: RegExp; todo: string }[] = [
  {
    said: /apparmor/i,
    todo: 'install the package apparmor, which has apparmor_parser, and restart the engine',
  },
  {
    said: /controller `?\w+`? is not available/i,
    todo: `systemd does not delegate it to users here; this does it, from the next login on: ${DELEGATE}`,
  },
  { said: /catatonit|container-init binary/i, todo: 'install the package catatonit' },
  {
    said: /(exec: ?"|stat )[^"]*\b(runc|crun|docker-init|docker-proxy|containerd-shim[\w-]*|slirp4netns|fuse-overlayfs|newuidmap|iptables)"?[ :]/i,
    todo: 'install what it names',
  },
  { said: /no space left on device|disk quota exceeded/i, todo: 'make room on its disk (docker system df)' },
  {
    said: /storage.driver|graphdriver|overlay.*mount|mount.*overlay|error creating .*layer/i,
    todo: 'see its storage driver in docker info',
  },
];
const PORT_TAKEN = /port is already allocated|address already in use/i;
const FREE_PORT = 'free the port, or leave "port" out of the target file';
const ELSE = 'see docker info and the log of the engine';

/**
 * What to do about an engine that fails, when all that it does is to run a command.
 * @param why its words
 * @returns undefined when the image or the command is to blame
 */
export function engineFault(why: string): string | undefined {
  const known = knownEngineFault(why);
  if (known !== undefined) return known;
  if (PORT_TAKEN.test(why)) return FREE_PORT;
  return TARGET_FAULT.test(why) ? undefined : ELSE;
}

/** The same where much else may be wrong, as with a compose file: only what is the engine's beyond doubt. */
export function knownEngineFault(why: string): string | undefined {
  return ENGINE_NEEDS.find(({ said }) => said.test(why))?.todo;
}

/** A container that did not start, with the fault where it belongs: 'sandbox' for the engine, 'target' for what it was to run. */
export function notStarted(name: string, why: string): BurstboxError {
  const todo = engineFault(why);
  return todo === undefined
    ? new BurstboxError(
        'target',
        `container ${name} did not start (${why}); check the image and the command in the target file`,
        { name, why },
      )
    : new BurstboxError(
        'sandbox',
        `the engine could not start container ${name} (${why}), which is not the target's fault; ${todo}`,
        { name, why },
      );
}
