/** Templates of paths: `{}` stands where a file's name or its id may stand, `{name}` and `{id}` where it is known which. Pure. */

/** A path with the placeholders filled in, percent-encoded. */
export function filled(template: string, name: string, id: string): string {
  return template
    .split(/\{(name|id)?\}/)
    .map((part, index) => {
      if (index % 2 === 0) return part;
      return encodeURIComponent(part === 'name' ? name : id);
    })
    .join('');
}

/** The same with the placeholders of a target file. */
export function named(template: string, hasId: boolean): string {
  return template.split('{}').join(hasId ? '{id}' : '{name}');
}

/** The template with a slash at its end, or none, as the path has that answered. */
export function withSlashOf(template: string, path: string): string {
  const [plain = '', ...query] = template.split('?');
  const ends = (path.split('?')[0] ?? '').endsWith('/');
  const fixed = ends === plain.endsWith('/') ? plain : ends ? `${plain}/` : plain.replace(/\/$/, '');
  return [fixed, ...query].join('?');
}
