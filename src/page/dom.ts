/** Builds elements. Text always becomes text nodes: whatever a target has written, it is never markup. */

type Child = Node | string | undefined;

/** @param attributes by their HTML names; undefined leaves one out. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string | undefined> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined) made.setAttribute(name, value);
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

/** A name in code has no blanks: where it does not fit it goes on in the next line behind one of its own marks, not within a word. */
export function codeName(name: string): HTMLElement {
  const [first = '', ...parts] = name.split(/(?<=[_/.:])/);
  return element('span', {}, first, ...parts.flatMap((part) => [element('wbr'), part]));
}

export interface Column<Row> {
  title: string;
  cell: (row: Row) => Child;
  /** Numbers stand right. */
  number?: boolean;
}

/** More columns than these find no room beside each other on paper. */
const MAX_BESIDE = 6;

/** A table with a caption, which a screen reader says first, in a box that scrolls by itself on a narrow screen. */
export function table<Row>(caption: string, columns: Column<Row>[], rows: Row[]): HTMLElement {
  const classOf = ({ number }: Column<Row>) => (number ? 'number' : undefined);
  const head = columns.map((column) => element('th', { scope: 'col', class: classOf(column) }, column.title));
  const body = rows.map((row) =>
    element(
      'tr',
      {},
      ...columns.map((column, index) =>
        index === 0
          ? element('th', { scope: 'row' }, column.cell(row))
          : element('td', { class: classOf(column), 'data-label': column.title }, column.cell(row)),
      ),
    ),
  );
  return element(
    'div',
    {
      class: columns.length > MAX_BESIDE ? 'scroll wide' : 'scroll',
      tabindex: '0',
      role: 'region',
      'aria-label': caption,
    },
    element(
      'table',
      {},
      element('caption', {}, caption),
      element('thead', {}, element('tr', {}, ...head)),
      element('tbody', {}, ...body),
    ),
  );
}
