import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseServices } from './config.ts';

/** As docker-compose 1.29 prints it. */
const OLDER = `services:
  db:
    build:
      context: /srv
      args:
        image: no
    volumes:
    - data:/data:rw
  web:
    command:
    - sh
    - -c
    - 'environment: x'
    environment:
      GOGC: '77'
      NOTE: "a: b
        image: c"
    image: shop:1.2
    network_mode: host
version: '3.9'
volumes:
  data: {}
`;

/** As docker compose 2 prints it. */
const NEWER = `name: shop
services:
  web-1:
    depends_on:
      db:
        condition: service_healthy
        required: true
    environment:
      EMPTY: ""
    image: registry.example:5000/shop:1.2
    ports:
      - mode: ingress
        target: 8080
        published: "43121"
networks:
  default:
    name: shop_default
`;

test('of the older compose we learn images, builds, networks and variables', () => {
  assert.deepEqual(Object.fromEntries(parseServices(OLDER)), {
    db: { build: true, variables: [] },
    web: { build: false, variables: ['GOGC', 'NOTE'], image: 'shop:1.2', networkMode: 'host' },
  });
});

test('of the newer one too', () => {
  assert.deepEqual(Object.fromEntries(parseServices(NEWER)), {
    'web-1': { build: false, variables: ['EMPTY'], image: 'registry.example:5000/shop:1.2' },
  });
});

test('what has no services has none', () => {
  assert.equal(parseServices('').size, 0);
  assert.equal(parseServices('volumes:\n  data: {}\n').size, 0);
});
