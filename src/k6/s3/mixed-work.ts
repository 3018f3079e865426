/** Users that put, read, list and remove objects of their own, in a mix that comes out as declared. */
import { dealer, type Mix, turnDealer } from '../../shared/s3/deck.ts';
import {
  PART_BYTES,
  SIZE_CLASSES,
  type SizeClass,
  type SizeMix,
  type SizeRange,
  sizeIn,
} from '../../shared/s3/sizes.ts';
import type { Work } from '../program.ts';
import { Sampler } from '../sampler.ts';
import type { Prepared } from './bucket.ts';
import { listOwn } from './list.ts';
import { load, sharesOf } from './load.ts';
import { MULTIPART_OPERATIONS } from './multipart.ts';
import { get, put, remove, type StoredObject } from './objects.ts';
import { OwnObjects } from './own-objects.ts';
import { s3Work } from './s3-work.ts';

type Operation = 'put' | 'get' | 'list' | 'delete';

export interface MixedLoad {
  mix: Partial<Mix<Operation>>;
  sizes: Partial<SizeMix>;
  /** What a user has stored at most. */
  objectsEach: number;
  users: number;
}

/** So often a user looks at the list of its objects, where the mix has no lists: what is listed is checked in every load. */
const LIST_EVERY = 50;
const SMALL_BYTES = 1000;
/** Downloads that are compared byte for byte: to make and to digest 50 KB takes k6 as long as to send it. */
const COMPARED_ONE_OF = 4;
/** What is larger is compared as rarely as elsewhere: of 10 MB that costs k6 four times what it takes to receive them. */
const COMPARED_OFTEN_BYTES = 1_000_000;

export function mixedWork({
  mix: usualMix,
  sizes: usualSizes,
  objectsEach,
  users,
}: MixedLoad): Work<Prepared> {
  const mix = load.mix ?? usualMix;
  const classes = Object.keys(load.sizes ?? usualSizes) as SizeClass[];
  const sizes = Object.fromEntries(
    classes.map((size) => [size, load.sizes?.[size]?.share ?? usualSizes[size] ?? 1]),
  ) as SizeMix;
  const rangeOf = (size: SizeClass): SizeRange => load.sizes?.[size]?.bytes ?? SIZE_CLASSES[size];
  const hasParts = classes.some((size) => rangeOf(size)[1] > PART_BYTES);
  const isBySize = Object.keys(usualSizes).length > 1;
  const nameOf = (operation: 'put' | 'get', size: SizeClass) =>
    isBySize ? `${operation}_${size}` : operation;
  const operations = [
    ...new Set((['put', 'get'] as const).flatMap((op) => classes.map((size) => nameOf(op, size)))),
    ...['list', 'delete', 'head'],
    ...(hasParts ? ['get_range', ...MULTIPART_OPERATIONS] : []),
  ];
  const next = turnDealer<Operation>(sharesOf<Operation>(mix), ['get', 'delete']);
  const dealSize = dealer(sizes);
  const own = new OwnObjects(objectsEach);
  const samplers = {
    put: new Sampler(),
    get: new Sampler(COMPARED_ONE_OF),
    getLarge: new Sampler(),
    delete: new Sampler(),
  };
  const classOf = new Map<string, SizeClass>();
  const isSampled = (what: keyof typeof samplers) => samplers[what].isDue(Date.now(), users);
  let turns = 0;

  const putOne = (prepared: Prepared) => {
    const size = dealSize();
    const { key, name } = own.next(prepared.prefix);
    const stored = put(
      prepared,
      nameOf('put', size),
      { key, name, size: sizeIn(rangeOf(size)) },
      isSampled('put'),
    );
    if (stored === undefined) return own.doubtful(key);
    own.stored(stored);
    classOf.set(key, size);
  };
  const removeOne = (prepared: Prepared, object: StoredObject) => {
    if (remove(prepared, 'delete', object, isSampled('delete'))) own.removed(object);
    else own.doubtful(object.key);
    classOf.delete(object.key);
  };
  const list = ({ bucket, prefix }: Prepared) => {
    if (own.isKnown) listOwn({ bucket, prefix: own.prefix(prefix), ...own.known });
  };

  return s3Work({
    operations,
    trial(prepared) {
      const { key, name } = own.next(prepared.prefix);
      // With parts: one more byte than goes up in one request.
      const size = hasParts ? PART_BYTES + 1 : SMALL_BYTES;
      const object = put(prepared, 'put', { key, name, size }, true);
      if (object === undefined) return;
      get(prepared, 'get', object, true);
      listOwn({ ...prepared, prefix: key, there: new Map([[key, object]]), unsure: new Set() });
      remove(prepared, 'delete', object, true);
    },
    turn(prepared) {
      const operation = next(own.isEmpty);
      const object = own.any();
      if (operation === 'put') putOne(prepared);
      else if (operation === 'list') list(prepared);
      else if (object !== undefined && operation === 'get')
        get(
          prepared,
          nameOf('get', classOf.get(object.key) ?? 'small'),
          object,
          isSampled(object.size > COMPARED_OFTEN_BYTES ? 'getLarge' : 'get'),
        );
      else if (object !== undefined) removeOne(prepared, object);
      if (!mix.list && ++turns % LIST_EVERY === 0) list(prepared);
    },
  });
}
