// Is well until the load begins, then takes 32 MiB with each request.
import { createServer } from 'node:http';

const kept = [];

createServer((request, response) => {
  request.resume();
  if (request.url === '/ping') kept.push(Buffer.alloc(32 * 1024 * 1024, 1));
  response.end('ok\n');
}).listen(Number(process.env.PORT), process.env.HOST);
