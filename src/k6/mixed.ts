/** The mixed turn of soak, spike and ladder: one file through its whole life. */
import { download, list, ownName, remove, upload } from './files/files.ts';
import { turnName } from './program.ts';

/** Uploads a file, reads it back, lists, and removes it again. */
export function wholeLife(sizeBytes: number): void {
  const file = upload(ownName(turnName()), sizeBytes);
  if (file === undefined) return;
  download(file, sizeBytes);
  list([], file);
  remove(file);
}
