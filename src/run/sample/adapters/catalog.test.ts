import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalog } from './catalog.ts';
import { prometheus } from './prometheus.ts';

test('what a service holds open of its database is read, in either form', () => {
  const held = { catalog_connections: 3, catalog_statements: 18 };
  assert.deepEqual(catalog.read('{"connections":3,"statements":18,"writes":7}'), held);
  assert.deepEqual(prometheus.read('catalog_connections 3\ncatalog_statements 18\n'), held);
});

test('pools of Go and of HikariCP are read from their Prometheus metrics, all of a service together', () => {
  const go = 'go_sql_open_connections{db_name="a"} 3\ngo_sql_open_connections{db_name="b"} 4\n';
  assert.deepEqual(prometheus.read(go), { catalog_connections: 7 });
  assert.deepEqual(prometheus.read('hikaricp_connections{pool="main"} 10.0\n'), { catalog_connections: 10 });
});

test('what is no such answer is none', () => {
  for (const body of ['[]', 'null', '"x"']) assert.equal(catalog.read(body), undefined, body);
  assert.deepEqual(catalog.read('{"connections":"3","statements":-1}'), {});
});
