import { routes } from './parameters.ts';

/** Nothing is stored: the target names what is there, or takes no files and shows those that it has. */
export const isOnlyRead = routes.read !== undefined || routes.upload === undefined;
