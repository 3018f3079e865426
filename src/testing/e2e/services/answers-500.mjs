// Answers every request with 500.
import { createServer } from 'node:http';

createServer((request, response) => {
  request.resume();
  response.writeHead(500).end('broken\n');
}).listen(Number(process.env.PORT), '127.0.0.1');
