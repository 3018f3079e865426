import type { UploadIdea } from './idea.ts';
import type { GivenRoute } from './route-words.ts';

/** Routes that the user named; they are tried like others, and no others in their place. */
export interface GivenRoutes {
  upload?: UploadIdea;
  list?: GivenRoute;
  download?: GivenRoute;
  remove?: GivenRoute;
  health?: GivenRoute;
}
