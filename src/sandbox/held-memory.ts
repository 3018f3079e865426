/**
 * The memory of a control group that the kernel cannot take back when it needs room: what a box runs out of. Pages of files
 * it drops at once, mapped or not and however often they were read (kernel: mm/vmscan.c; of dirty ones it waits for the
 * disk first), so they do not count. A box has no swap.
 */
type Stat = ReadonlyMap<string, number>;

/** What memory.stat of version 2 shows of the kernel's own (Documentation/admin-guide/cgroup-v2.rst); younger kernels show more of it. */
const KERNEL_PARTS = [
  'slab_unreclaimable',
  'kernel_stack',
  'pagetables',
  'sec_pagetables',
  'percpu',
  'vmalloc',
  'sock',
];

/** Bytes; undefined without the file. Version 1 does not tell slabs that can be given back from others, so it has none of them. */
export function heldBytesV1(stat: Stat): number | undefined {
  const part = (name: string) => stat.get(`total_${name}`);
  return held(part('rss'), part('cache'), part('shmem'), part('active_file'), part('inactive_file'));
}

/** Bytes; undefined without the file. */
export function heldBytesV2(stat: Stat): number | undefined {
  const part = (name: string) => stat.get(name);
  const user = held(part('anon'), part('file'), part('shmem'), part('active_file'), part('inactive_file'));
  if (user === undefined) return undefined;
  return KERNEL_PARTS.reduce((sum, name) => sum + (stat.get(name) ?? 0), user);
}

/**
 * Anonymous memory, shared memory with the files in tmpfs, and file pages on no list from which they could be taken: those
 * that are locked, and those of ramfs. From one file, so that parts of a fast-growing cache are not of two moments.
 */
function held(
  anon: number | undefined,
  file: number | undefined,
  shmem: number | undefined,
  activeFile = 0,
  inactiveFile = 0,
): number | undefined {
  if (anon === undefined || file === undefined || shmem === undefined) return undefined;
  return anon + shmem + Math.max(0, file - shmem - activeFile - inactiveFile);
}
