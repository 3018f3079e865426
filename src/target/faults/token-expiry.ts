import type { Fault } from './fault.ts';

export const tokenExpiry: Fault<'after_seconds'> = {
  name: 'token-expiry',
  about: 'tokens of accounts run out early, and not when the service says that they do',
  parameters: {
    after_seconds: {
      about: 'life of a token',
      unit: 's',
      default: 5,
      min: 0.1,
      max: 86_400,
    },
  },
  plant: ({ after_seconds }) => ({ tokenSeconds: after_seconds }),
};
