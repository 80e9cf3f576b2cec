import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { generateKeyPairSync } from 'node:crypto';
import { START_MS } from '../../../contract/settings.js';
import { PUSHING } from '../../../contract/lyceum/push/pushing.js';
import { EngineClient } from '../../../support/engine-client.js';
import { startGateway, type Gateway } from '../../../support/gateway.js';
import { call } from '../../../support/http-client.js';
import { PushService } from '../../../support/push/push-service.js';
import { eventsInDart, eventsInFrames, sectionsOf } from './guide.js';
import { ADMIN, Story } from './story.js';

const sections = sectionsOf('docs/flutter.md');

/** Nothing goes out by it: it only has to be there for apps to subscribe. */
function serviceAccount(): string {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  return JSON.stringify({ project_id: 'school-app', client_email: 'push@school-app.example', private_key: privateKey });
}

describe('the guide for Flutter', () => {
  let gateway: Gateway;
  let pushes: PushService;

  beforeAll(async () => {
    pushes = await PushService.start();
    gateway = await startGateway({
      env: {
        ...PUSHING,
        ADMIN_USERNAMES: ADMIN.username,
        FCM_SERVICE_ACCOUNT: serviceAccount(),
        // So that `auth:expiring` comes two seconds after connecting.
        JWT_EXPIRES_IN: '62s',
        DRAIN_SPREAD_MS: '100',
      },
    });
    await call(gateway, 'POST', '/api/auth/register', { body: ADMIN });
  }, START_MS);
  afterEach(() => {
    EngineClient.closeAll();
  });
  afterAll(async () => {
    await gateway.stop();
    await pushes.stop();
  });

  it('shows what each event of its snippets looks like, and no event that no snippet has', () => {
    expect(eventsInDart(sections)).toEqual(eventsInFrames(sections));
  });

  const stories = sections.filter(({ frames }) => frames.length > 0);

  it('has frames', () => {
    expect(stories.length).toBeGreaterThan(7);
  });

  it.each(stories)('$title', async (section) => {
    await new Story(gateway, pushes, section).play();
  });
});
