// An API whose users sign up, log in and place orders. Now and then it shows a user somebody else's name (MIXES_UP).
import { createServer } from 'node:http';

const { PORT, API_KEY, MIXES_UP, TOKEN_FIELD = 'access_token' } = process.env;
const MIXED_UP_OF = MIXES_UP === undefined ? Number.POSITIVE_INFINITY : Number(MIXES_UP);

const users = new Set();
const names = new Map();
const orders = new Map();
let asked = 0;

createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  const answer = (status, json) =>
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(json && JSON.stringify(json));
  const route = `${request.method} ${request.url}`;
  if (route === 'GET /health') return answer(200, { ok: true });
  if (request.headers['x-api-key'] !== API_KEY) return answer(403);
  if (route === 'POST /users') {
    const { name } = JSON.parse(body);
    if (users.has(name)) return answer(409);
    users.add(name);
    return answer(201);
  }
  if (route === 'POST /login') {
    const name = new URLSearchParams(body).get('user');
    if (new URLSearchParams(body).get('password') !== `pw-${name}`) return answer(400);
    const token = `token-${API_KEY}-${name}-${names.size}`;
    names.set(token, name);
    return answer(200, { [TOKEN_FIELD]: token });
  }
  const name = names.get((request.headers.authorization ?? '').replace('Bearer ', ''));
  if (name === undefined) return answer(401);
  if (route === 'GET /me') return answer(200, { name: ++asked % MIXED_UP_OF === 0 ? 'somebody else' : name });
  if (route === 'DELETE /me') {
    users.delete(name);
    console.log(`${name} left, ${users.size} are there`);
    return answer(204);
  }
  if (route === 'POST /orders') {
    const id = orders.size + 1;
    orders.set(id, JSON.parse(body));
    return answer(201, { order: { id } });
  }
  if (route === 'POST /payments') {
    const { order, amount } = JSON.parse(body);
    return orders.has(order) && amount === 5 ? answer(200, { paid: [order] }) : answer(422);
  }
  const order = orders.get(Number(/^GET \/orders\/(\d+)$/.exec(route)?.[1]));
  return order === undefined ? answer(404) : answer(200, order);
}).listen(Number(PORT), '127.0.0.1');
