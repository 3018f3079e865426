import type { Fault } from './fault.ts';

export const clock: Fault<'seconds'> = {
  name: 'clock',
  about: 'has a clock that is ahead, as the Date of its responses shows',
  parameters: { seconds: { about: 'how far ahead', unit: 's', default: 90, min: 1, max: 86_400 } },
  plant({ seconds }) {
    return {
      handler: (next) => async (exchange) => {
        exchange.response.setHeader('date', new Date(Date.now() + seconds * 1000).toUTCString());
        await next(exchange);
      },
    };
  },
};
