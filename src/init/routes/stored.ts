import type { Answer } from '../client.ts';
import type { FoundDownload } from './find-download.ts';
import type { FoundList } from './find-list.ts';
import type { UploadIdea } from './idea.ts';
import type { PossibleId } from './ids.ts';
import type { TrialFile } from './trial-file.ts';

/** A file that the service says it has taken. */
export interface Stored {
  idea: UploadIdea;
  file: TrialFile;
  answer: Answer;
  ids: PossibleId[];
}

/** Where the file can be seen, if anywhere. */
export interface Seen {
  download?: FoundDownload;
  list?: FoundList;
}
