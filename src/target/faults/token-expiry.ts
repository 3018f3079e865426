import type { Fault } from './fault.ts';

export const tokenExpiry: Fault<'after_seconds'> = {
  name: 'token-expiry',
  about: 'expires the tokens of accounts earlier than it says',
  parameters: {
    after_seconds: {
      about: 'lifetime of a token',
      unit: 's',
      default: 5,
      min: 0.1,
      max: 86_400,
    },
  },
  plant: ({ after_seconds }) => ({ tokenSeconds: after_seconds }),
};
