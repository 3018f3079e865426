import { section } from '../parameters.ts';
import { REFERENCE_CATALOG } from './reference.ts';

/** How the store is spoken to. */
export const catalog = section('catalog') ?? REFERENCE_CATALOG;
