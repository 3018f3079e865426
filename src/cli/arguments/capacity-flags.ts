import { each, type Flag } from './flag.ts';

/** Flags that `capacity` alone takes; capacity/wishes.ts reads what was given. */
export const CAPACITY_FLAGS: readonly Flag<string[]>[] = [
  {
    name: 'token',
    value: 'TOKEN',
    does: 'who we are, in place of "auth" of the target file; an environment variable named there is safer',
    read: each,
  },
  { name: 'output-dir', value: 'DIR', does: 'the same as --out', read: each },
  {
    name: 'max-total-bytes',
    value: 'SIZE',
    does: 'store no more than this in all, such as 200GB',
    read: each,
  },
  {
    name: 'min-free-disk',
    value: 'SHARE|SIZE',
    does: 'stop before the disk of this machine, or of the data folder, has less free (default: 5%); 0: store until it is full',
    read: each,
  },
  { name: 'cleanup-after', does: 'remove at the end what was stored', read: each },
  {
    name: 'resume',
    value: 'RUN',
    does: 'go on with a campaign that was interrupted or killed',
    read: each,
  },
  {
    name: 'database',
    value: 'TEXT',
    does: 'state of the database, to be recorded: clean, seeded, snapshot, or your own words',
    read: each,
  },
  {
    name: 'results-to-markdown',
    value: 'FILE',
    does: 'write the results there too, as a Markdown fragment',
    read: each,
  },
];
