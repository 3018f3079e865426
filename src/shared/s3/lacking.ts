/** Whether an answer says that the server does not have an operation at all, in words or by answering another request. Pure. */
import { textOf } from './xml.ts';

const LACKING_STATUSES = [405, 501];
const LACKING_CODES = ['NotImplemented', 'MethodNotAllowed'];
/** To make a bucket anew is what is left of `PUT /bucket?versioning` where the parameter is not looked at. */
const TAKEN_CODES = ['BucketAlreadyExists', 'BucketAlreadyOwnedByYou'];

/** What an answer to each of them is: https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html */
const ANSWERS: Record<string, readonly string[]> = {
  tagging: ['Tagging'],
  versions: ['ListVersionsResult', 'ListBucketVersionsResult'],
  // The second is moto's.
  versioning: ['VersioningConfiguration', 'GetBucketVersioningResponse'],
  lifecycle: ['LifecycleConfiguration'],
  uploads: ['ListMultipartUploadsResult', 'InitiateMultipartUploadResult'],
};

/** @returns what shows it, in brackets' words: `status 501, NotImplemented`, or `?tagging is ignored`; undefined for any other answer */
export function lackingIn(
  { method, query = {} }: { method: string; query?: Record<string, string | number> },
  { status, body }: { status: number; body: unknown },
): string | undefined {
  const text = typeof body === 'string' ? body : '';
  const code = textOf(text, 'Code');
  if (LACKING_STATUSES.includes(status) || LACKING_CODES.includes(code ?? ''))
    return `status ${status}${code === undefined ? '' : `, ${code}`}`;
  const part = Object.keys(query).find((name) => ANSWERS[name] !== undefined);
  if (part === undefined) return undefined;
  const isOther = status === 200 && method !== 'PUT' && !isAnswer(text, ANSWERS[part] ?? []);
  return isOther || TAKEN_CODES.includes(code ?? '')
    ? `?${part} is ignored, and what the address is without it was answered`
    : undefined;
}

function isAnswer(text: string, roots: readonly string[]): boolean {
  return roots.some(
    (root) => text.includes(`<${root}>`) || text.includes(`<${root} `) || text.includes(`<${root}/`),
  );
}
