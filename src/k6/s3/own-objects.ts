/** What one VU has stored: nobody else writes below its prefix, so that it knows what must be there. */
import { objectId } from '../../shared/s3/list-fault.ts';
import { vuNumber } from '../execution.ts';
import type { StoredObject } from './objects.ts';

/** Of a server that answers nothing any more nothing is known; then lists are not compared. */
const MAX_UNSURE = 1000;
const MAX_REPLACED = 500;

export class OwnObjects {
  readonly most: number;
  readonly there = new Map<string, StoredObject>();
  readonly unsure = new Set<string>();
  /** Writes that were put over, as far as they are remembered. */
  readonly replaced = new Set<string>();
  #keys: string[] = [];
  #written = 0;

  /** @param most objects that are kept: what is put beyond them is put over one of them, so that a load does not fill a disk */
  constructor(most: number) {
    this.most = most;
  }

  get isEmpty(): boolean {
    return this.#keys.length === 0;
  }

  /** Whether what lists show can be told to be right. */
  get isKnown(): boolean {
    return this.unsure.size < MAX_UNSURE;
  }

  /** What a list is held against. */
  get known(): Pick<OwnObjects, 'there' | 'unsure' | 'replaced'> {
    return { there: this.there, unsure: this.unsure, replaced: this.replaced };
  }

  /** Of this VU. */
  prefix(base: string): string {
    return `${base}${vuNumber()}/`;
  }

  /**
   * A key to put, with the name of what is put there.
   * @param folderKeys keys of which each folder has so many; absent: there are none
   */
  next(base: string, folderKeys?: number): { key: string; name: string } {
    const number = this.#written++;
    const known = this.#keys.length < this.most ? undefined : this.any()?.key;
    const folder = folderKeys === undefined ? '' : `${Math.floor(number / folderKeys)}/`;
    const key = known ?? `${this.prefix(base)}${folder}${number}`;
    return { key, name: `${vuNumber()}-${number}` };
  }

  /** Folders of its keys, as a list with a delimiter names them. */
  folders(): string[] {
    return [...new Set(this.#keys.map((key) => `${key.split('/').at(-2)}/`))];
  }

  /** One of them by chance. */
  any(): StoredObject | undefined {
    const key = this.#keys[Math.floor(Math.random() * this.#keys.length)];
    return key === undefined ? undefined : this.there.get(key);
  }

  /** The server has acknowledged it. */
  stored(object: StoredObject): void {
    const before = this.there.get(object.key);
    if (before === undefined) this.#keys.push(object.key);
    else this.#remember(objectId(before));
    this.there.set(object.key, object);
    this.unsure.delete(object.key);
  }

  #remember(id: string): void {
    this.replaced.add(id);
    if (this.replaced.size <= MAX_REPLACED) return;
    for (const oldest of this.replaced) {
      if (this.replaced.size <= MAX_REPLACED) break;
      this.replaced.delete(oldest);
    }
  }

  /** The server has acknowledged that it is gone. */
  removed({ key }: Pick<StoredObject, 'key'>): void {
    this.there.delete(key);
    const at = this.#keys.indexOf(key);
    const last = this.#keys.pop();
    if (at !== -1 && last !== undefined && at < this.#keys.length) this.#keys[at] = last;
  }

  /** Nobody knows what became of the operation on it. */
  doubtful(key: string): void {
    if (this.there.has(key)) this.removed({ key });
    this.unsure.add(key);
  }
}
