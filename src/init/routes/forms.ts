/** Upload forms in a page that the service shows: the form says where it goes and what its file field is called. Pure. */
import { unescapedHtml } from '../../text/unescaped-html.ts';
import { isFieldName, NO_PLACES, type UploadIdea } from './idea.ts';
import { pathBelow } from './path-below.ts';
import { whySweeping } from './sweeping.ts';

const MAX_FORMS = 3;
/** No page that is read by people is larger. */
const MAX_CHARS = 256 * 1024;
/** Bounded, or a page of tags without an end would take time with the square of its length. */
const INPUT = /<input\b[^>]{0,1000}>/gi;
const FORM = /<form\b[^>]{0,1000}>/gi;
const MAX_HIDDEN = 20;

/** @param path of the page, which a form without an action goes to */
export function formsIn(html: string, path: string, baseUrl: string): UploadIdea[] {
  const forms = html
    .slice(0, MAX_CHARS)
    .split(/<form\b/i)
    .slice(1, 20);
  return forms
    .flatMap((rest) => {
      const form = rest.split(/<\/form/i)[0] ?? '';
      const inputs = form.match(INPUT) ?? [];
      const file = inputs.find((tag) => attribute(tag, 'type')?.toLowerCase() === 'file');
      const field = file === undefined ? undefined : attribute(file, 'name');
      const to = pathBelow(attribute(form.split('>')[0] ?? '', 'action') ?? path, path, baseUrl);
      if (field === undefined || !isFieldName(field) || to === undefined) return [];
      const shared = { from: 'form', places: NO_PLACES, style: 'multipart', method: 'POST' } as const;
      const sweeping = whySweeping(to, form.replace(/<[^<>]*>/g, ' '));
      return [
        { ...shared, path: to, field, ...hidden(inputs), ...(sweeping === undefined ? {} : { sweeping }) },
      ];
    })
    .slice(0, MAX_FORMS);
}

/** Forms of a page that send a file of this name away, as templates: `/rm?path=/{}`. */
export function removalForms(html: string, name: string, baseUrl: string): string[] {
  const actions = (html.slice(0, MAX_CHARS).match(FORM) ?? []).flatMap((tag) => {
    const isPost = attribute(tag, 'method')?.toLowerCase() === 'post';
    const path = isPost ? pathBelow(attribute(tag, 'action') ?? '', '/', baseUrl) : undefined;
    return path?.includes(name) && /\b(rm|del|delete|remove|unlink)\b/i.test(path) ? [path] : [];
  });
  return actions.slice(0, MAX_FORMS).map((path) => path.split(name).join('{}'));
}

function hidden(inputs: string[]): { fields?: Record<string, string> } {
  const fields = inputs.flatMap((tag) => {
    const [type, name, value] = ['type', 'name', 'value'].map((each) => attribute(tag, each));
    const isHidden = type?.toLowerCase() === 'hidden' && name !== undefined && isFieldName(name);
    return isHidden ? [[name, value ?? '']] : [];
  });
  return fields.length === 0 ? {} : { fields: Object.fromEntries(fields.slice(0, MAX_HIDDEN)) };
}

function attribute(tag: string, name: string): string | undefined {
  const match = new RegExp(`\\b${name}\\s*=\\s*("([^"]*)"|'([^']*)'|([^\\s>]+))`, 'i').exec(tag);
  const value = match?.[2] ?? match?.[3] ?? match?.[4];
  return value === undefined ? undefined : unescapedHtml(value);
}
