/**
 * File content that can be made again anywhere from its name and size alone, so that a download is checked without
 * keeping what was uploaded. One buffer a size and VU is stamped anew for each file: k6 copies a body when it sends it.
 */
import crypto from 'k6/crypto';
import { putChars } from '../../shared/char-bytes.ts';
import { noise, stampIn } from '../../shared/content.ts';
import { type Shape, shapeOf, stampAtOf, stampShape } from '../../shared/content-shape.ts';
import { sampleShape } from '../../shared/sample-shape.ts';
import { routes, seed } from '../parameters.ts';

/** By size. */
const kept: Record<number, { file: Shape; buffer: ArrayBuffer }> = {};
const { content: form, sample: sampleFile } = routes.upload ?? {};
const sample = sampleFile === undefined ? undefined : new Uint8Array(open(sampleFile, 'b'));
/** The same with room for a stamp; undefined where it has none, and is sent as it is. */
export const varied = sample === undefined ? undefined : sampleShape(sample);
export const STAMP_AT = varied?.stampAt ?? (form === undefined ? 0 : stampAtOf(form));
/** Noise that begins with the stamp. */
export const isUsual = form === undefined && sample === undefined;

/** The user's own, the same each time. */
export const isFixed = sample !== undefined && varied === undefined;

/** How long a file is that a scenario wants with this size: that of the user's own is as long as it is. */
export function sizeOf(wanted: number): number {
  checkSize(wanted);
  return (varied?.bytes ?? sample)?.length ?? wanted;
}

/** The bytes of a file; valid until the next call with the same size. */
export function contentOf(name: string, size: number): ArrayBuffer {
  const { file, buffer } = kept[size] ?? keep(size);
  stampFile(file, name, size);
  return buffer;
}

/** A file of this size without its stamp; not to be written to. */
export function blankFile(size: number): Shape {
  if (varied !== undefined) return varied;
  if (sample !== undefined) return { bytes: sample, stampAt: 0 };
  return form === undefined ? { bytes: fill(size), stampAt: 0 } : shapeOf(form, size, fill);
}

/** Writes into a file what it has for itself. */
export function stampFile(file: Shape, name: string, size: number): void {
  const text = ownText(name, size);
  if (text !== undefined) putChars(file.bytes, 0, text);
  else if (!isFixed) stampShape(file, seed, name);
}

/** What a file has for itself, where that is text at its beginning. */
export function ownText(name: string, size: number): string | undefined {
  return isUsual ? stampIn(size, seed, name) : undefined;
}

/**
 * Types are not looked at when a scenario is bundled, and the service must not be blamed for what its script got wrong.
 * @throws when no file can have this size
 */
export function checkSize(size: number): void {
  if (Number.isInteger(size) && size > 0) return;
  throw new Error(
    `the size of a file is ${size}; expected a whole number of bytes, as in upload(name, 1024)`,
  );
}

function keep(size: number): { file: Shape; buffer: ArrayBuffer } {
  const file = blankFile(size);
  const made = { file, buffer: file.bytes.buffer as ArrayBuffer };
  kept[size] = made;
  return made;
}

/** What all files of this size have in common, and the stamp is written over. */
export function fill(size: number): Uint8Array {
  checkSize(size);
  return noise(seed, size, (text) => new Uint8Array(crypto.sha512(text, 'binary')));
}
