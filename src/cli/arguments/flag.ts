/** A flag of the command line, in one place: its name, its help, and how its value is read. */
export interface Flag<T = unknown> {
  /** As typed, without its dashes. */
  name: string;
  /** What stands after it, in the words of the help; a switch has nothing. */
  value?: string;
  does: string;
  /**
   * @param texts what stood after it, one for each time it was given; empty ones for a switch
   * @throws BurstboxError usage with what was expected
   */
  read(texts: string[], flag: string): T;
  /** Its value when it was not given; without one the option is then absent. */
  otherwise?: T;
}

export type ReadText<T> = (text: string, flag: string) => T;

/** Of a flag given twice the last counts. */
export function last<T>(read: ReadText<T>): Flag<T>['read'] {
  return (texts, flag) => read(texts.at(-1) ?? '', flag);
}

/** May be repeated; unchecked. */
export function each(texts: string[]): string[] {
  return texts;
}

export function given(): boolean {
  return true;
}

export function asTyped(text: string): string {
  return text;
}
