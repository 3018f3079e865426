import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';

/** The folders of the control groups that a process is in. */
export interface CgroupLocation {
  /** v1: controller name → folder; one folder may serve several controllers. */
  v1: ReadonlyMap<string, string>;
  /** v2: the one folder, whatever controllers it has. */
  v2: string | undefined;
}

/**
 * Finds a process' control groups through /proc/PID/cgroup and the mounts that we see (cgroups(7)). Groups that no
 * mount of ours shows are left out.
 * @throws when there is no such process or no /proc
 */
export function locateCgroups(pid: number | 'self', proc = '/proc'): CgroupLocation {
  const mounts = parseMounts(readFileSync(`${proc}/self/mountinfo`, 'utf8'));
  const v1 = new Map<string, string>();
  let v2: string | undefined;
  for (const { controllers, path } of parseMembership(readFileSync(`${proc}/${pid}/cgroup`, 'utf8'))) {
    if (controllers.length === 0)
      v2 = folderOf(
        path,
        mounts.filter((mount) => mount.type === 'cgroup2'),
      );
    for (const controller of controllers) {
      const folder = folderOf(
        path,
        mounts.filter((mount) => mount.controllers.includes(controller)),
      );
      if (folder !== undefined) v1.set(controller, folder);
    }
  }
  return { v1, v2 };
}

/** The mount points of all control group hierarchies. */
export function cgroupMountPoints(proc = '/proc'): string[] {
  return parseMounts(readFileSync(`${proc}/self/mountinfo`, 'utf8')).map((mount) => mount.mountPoint);
}

/** A group's folder and those of all groups that it is in, as far as the mount shows them: the limits of all of them hold. */
export function withAncestors(folder: string | undefined): string[] {
  if (folder === undefined || !existsSync(posix.join(folder, 'cgroup.procs'))) return [];
  return [folder, ...withAncestors(posix.dirname(folder))];
}

interface CgroupMount {
  type: 'cgroup' | 'cgroup2';
  /** The group that the mount point shows, as a path in its hierarchy. */
  root: string;
  mountPoint: string;
  controllers: string[];
}

/** Lines are `id parent major:minor root mountPoint options [tags] - type source superOptions` (proc_pid_mountinfo(5)). */
function parseMounts(mountinfo: string): CgroupMount[] {
  return mountinfo.split('\n').flatMap((line) => {
    const [mount = '', filesystem = ''] = line.split(' - ');
    const [, , , root = '', mountPoint = ''] = mount.split(' ');
    const [type, , options = ''] = filesystem.split(' ');
    if (type !== 'cgroup' && type !== 'cgroup2') return [];
    const controllers = type === 'cgroup' ? options.split(',') : [];
    return [{ type, root: unescapeOctal(root), mountPoint: unescapeOctal(mountPoint), controllers }];
  });
}

/** mountinfo writes space, tab, newline and backslash as `\040` and the like. */
function unescapeOctal(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}

/** Lines are `id:controllers:path`; the v2 line has no controllers, a named v1 hierarchy has `name=...`. */
function parseMembership(text: string): { controllers: string[]; path: string }[] {
  return text.split('\n').flatMap((line) => {
    const [, controllers, ...path] = line.split(':');
    if (controllers === undefined) return [];
    return [{ controllers: controllers.split(',').filter((name) => name !== ''), path: path.join(':') }];
  });
}

/** A path that starts with `/..` lies outside our control group namespace: no folder of ours is that group. */
function folderOf(path: string, mounts: CgroupMount[]): string | undefined {
  if (path.startsWith('/..')) return undefined;
  for (const { root, mountPoint } of mounts) {
    const below = posix.relative(root, path);
    if (below !== '..' && !below.startsWith('../')) return posix.join(mountPoint, below);
  }
  return undefined;
}
