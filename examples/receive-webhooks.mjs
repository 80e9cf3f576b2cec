// An app's own backend that is told of what happens: `WEBHOOK_SECRET=whsec_… PORT=8080 node examples/receive-webhooks.mjs`.
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';

const webhook = new Webhook(process.env.WEBHOOK_SECRET);
// An event may come twice: keep the ids of those that were dealt with, in production in the database.
const known = new Set();

const server = createServer(async (request, response) => {
  let event;
  try {
    event = webhook.verify(await text(request), request.headers);
  } catch {
    response.writeHead(401).end();
    return;
  }
  const id = request.headers['webhook-id'];
  if (!known.has(id)) console.log(event.type, event.timestamp, JSON.stringify(event.data));
  known.add(id);
  response.writeHead(204).end();
});
server.listen(Number(process.env.PORT ?? 8080), '127.0.0.1');
