// Is well for as long as it runs.
import { createServer } from 'node:http';

createServer((request, response) => {
  request.resume();
  response.end('ok\n');
}).listen(Number(process.env.PORT), process.env.HOST);
