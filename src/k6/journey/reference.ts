/** What users of the reference service's accounts do: the journey of targets/reference.json, for a bundle that runs alone. */
import type { Journey } from '../../contract/contract.ts';

export const REFERENCE_JOURNEY: Journey = {
  enrol: [
    {
      op: 'enrol',
      path: '/accounts',
      json: {
        name: '{user}',
      },
      expect: [200, 201],
      capture: {
        token: {
          json: 'token',
        },
      },
    },
  ],
  headers: {
    Authorization: 'Bearer {token}',
  },
  tasks: [
    {
      name: 'write',
      weight: 3,
      steps: [
        {
          op: 'create_note',
          path: '/notes',
          json: {
            text: '{unique}',
          },
          expect: [201],
          capture: {
            id: {
              json: 'id',
            },
          },
        },
        {
          op: 'read_note',
          path: '/notes/{id}',
          expect: [200],
          assert: [
            {
              json: 'text',
              equals: '{unique}',
            },
          ],
        },
        {
          op: 'remove_note',
          method: 'DELETE',
          path: '/notes/{id}',
          expect: [204],
        },
      ],
    },
    {
      name: 'query',
      weight: 2,
      steps: [
        {
          op: 'list_notes',
          path: '/notes',
          expect: [200],
        },
        {
          op: 'who_am_i',
          path: '/accounts/me',
          expect: [200],
          assert: [
            {
              json: 'name',
              equals: '{user}',
            },
          ],
        },
      ],
    },
    {
      name: 'health',
      weight: 1,
      steps: [
        {
          op: 'health',
          path: '/health',
          expect: [200],
        },
      ],
    },
  ],
  leave: [
    {
      op: 'leave',
      method: 'DELETE',
      path: '/accounts/me',
      expect: [204],
    },
  ],
};
