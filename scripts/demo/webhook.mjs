// A webhook as an app's own backend has one: its address is this process, which takes whatever is posted.
import { createServer } from 'node:http';
import { request } from './person.mjs';

const WEBHOOKS = '/api/admin/webhooks';

/** Resolves with what ends it: a demo that is kept must not go on posting to nobody. */
export async function openWebhook(url, admin) {
  const server = createServer((posted, response) => {
    posted.resume();
    posted.once('end', () => response.writeHead(204).end());
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const made = await request(url, 'POST', WEBHOOKS, {
    token: admin.token,
    body: {
      url: `http://127.0.0.1:${server.address().port}/lyceum`,
      events: ['*'],
      description: 'The school’s own backend (of this demo)',
    },
  });
  return async () => {
    await request(url, 'PATCH', `${WEBHOOKS}/${made.id}`, { token: admin.token, body: { enabled: false } }).catch(
      () => undefined,
    );
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
}
