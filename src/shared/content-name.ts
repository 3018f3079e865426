/** How files of a run are called, and which media type they have. Pure; what has no sample needs no regular expression. */
import type { ContentForm, UploadRoute } from '../contract/contract.ts';

/** How a file of a form is called and sent where the target file says nothing else. */
export const FORM_FACTS: Record<ContentForm, { extension: string; mediaType: string }> = {
  png: { extension: 'png', mediaType: 'image/png' },
  jpeg: { extension: 'jpg', mediaType: 'image/jpeg' },
  pdf: { extension: 'pdf', mediaType: 'application/pdf' },
  json: { extension: 'json', mediaType: 'application/json' },
  csv: { extension: 'csv', mediaType: 'text/csv' },
  text: { extension: 'txt', mediaType: 'text/plain' },
};

type Naming = Pick<UploadRoute, 'content' | 'extension' | 'sample'>;

/** What the names of a service's files end in. */
export function endingOf({ content, extension, sample }: Naming = {}): string {
  if (extension !== undefined) return `.${extension}`;
  if (content !== undefined) return `.${FORM_FACTS[content].extension}`;
  return sample === undefined ? '.bin' : `.${/\.(\w{1,16})$/.exec(sample)?.[1] ?? 'bin'}`;
}

export function mediaTypeOf({
  content,
  contentType,
  extension,
  sample,
}: Naming & Pick<UploadRoute, 'contentType'> = {}): string {
  if (contentType !== undefined) return contentType;
  if (content !== undefined) return FORM_FACTS[content].mediaType;
  const form = sample === undefined ? undefined : formOf({ extension, sample } as Naming);
  return form?.mediaType ?? 'application/octet-stream';
}

function formOf(naming: Naming): { mediaType: string } | undefined {
  const ending = endingOf(naming).slice(1).toLowerCase();
  const extension = ending === 'jpeg' ? 'jpg' : ending;
  return Object.values(FORM_FACTS).find((facts) => facts.extension === extension);
}
