/** What a service that refused a file says of the files that it takes. Pure. */
import type { ContentForm } from '../../contract/contract.ts';
import type { Answer } from '../client.ts';
import type { UploadIdea } from './idea.ts';

/** Words for each form, the likeliest first. */
const WORDS: [ContentForm, RegExp][] = [
  ['png', /\bpng\b|\bimages?\b|\bpictures?\b|\bphotos?\b|\bbild/i],
  ['jpeg', /\bjpe?g\b|\bimages?\b|\bpictures?\b|\bphotos?\b/i],
  ['pdf', /\bpdfs?\b/i],
  ['json', /\bjson\b/i],
  ['csv', /\bcsv\b|\bspreadsheets?\b/i],
  ['text', /\btxt\b|text\/plain|\bplain text\b|\btext files?\b/i],
];
/** A refusal that is about the file and not about the request. */
const IS_OF_FILE = /type|extension|format|only|allowed|accept|support|valid|not an? |must be|mime|magic/i;
const MAX_CHARS = 2000;

/** The same way with files of another form: those that the refusal or the path names; every form where it only says that it is the type. */
export function contentsWanted(idea: UploadIdea, { status, body }: Answer): UploadIdea[] {
  const text = body.toString('utf8').slice(0, MAX_CHARS);
  if (status !== 415 && !IS_OF_FILE.test(text)) return [];
  const named = formsIn(text);
  // The words of a path are English as a rule: /photos, /api/csv.
  const hinted =
    named.length > 0 ? named : formsIn(`${idea.path} ${idea.field ?? ''}`.replace(/[^a-z]+/gi, ' '));
  const forms =
    hinted.length > 0 ? hinted : status === 415 && idea.from !== 'guess' ? WORDS.map(([form]) => form) : [];
  const { contentType: _, ...rest } = idea;
  // JSON at a path that is only guessed would be taken for an order of some other kind.
  return forms
    .filter((form) => form !== idea.content && !(form === 'json' && idea.from === 'guess'))
    .map((content) => ({ ...rest, content, ...endingFor(content, text) }));
}

function formsIn(text: string): ContentForm[] {
  return WORDS.flatMap(([form, words]) => (words.test(text) ? [form] : []));
}

/** Some know only one of two endings. */
function endingFor(content: ContentForm, text: string): { extension?: string } {
  return content === 'jpeg' && /\bjpeg\b/i.test(text) && !/\bjpg\b/i.test(text) ? { extension: 'jpeg' } : {};
}
