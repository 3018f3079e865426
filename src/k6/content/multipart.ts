/** multipart/form-data with the files of this run. */
import { FORM_HEADERS } from '../../shared/request/form-text.ts';
import { blankFile, ownText, stampFile } from './content.ts';
import { formBodies } from './form-body.ts';

export const MULTIPART_HEADERS = FORM_HEADERS;
export const multipartOf = formBodies({ blankFile, ownText, stampFile });
