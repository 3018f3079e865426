/** Files that a list shows, whosever they are, so that they can be read. Pure. */
import type { ListFields } from '../../contract/contract.ts';
import { parsed } from './answer-value.ts';
import { filesIn, type StoredFile } from './stored-file.ts';

const LINK = /\bhref="([^"?#]+)"/gi;

/** By its fields, where the target file says them; else the texts of an array in JSON, or the links of a page that stay in its folder. */
export function shownFiles(text: string, fields?: ListFields): StoredFile[] {
  if (fields !== undefined) return filesIn(text, fields, (name) => name);
  const list = parsed(text);
  const texts = Array.isArray(list)
    ? list.filter((each) => typeof each === 'string')
    : list === undefined
      ? linksIn(text)
      : [];
  return [...new Set(texts)].map((name) => ({ name, id: name }));
}

function linksIn(page: string): string[] {
  return [...page.matchAll(LINK)].flatMap(([, link = '']) => {
    const name = decoded(link.replace(/^\.\//, ''));
    return name === undefined || /[/\\:]/.test(name) || /^\.*$/.test(name) ? [] : [name];
  });
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replace(/&amp;/g, '&'));
  } catch {
    return undefined;
  }
}
