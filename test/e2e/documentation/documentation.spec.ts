import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { register, type TestAccount } from '../../support/accounts.js';
import { Chromium } from '../../support/chromium.js';
import { makeKey } from '../../support/command-line.js';
import { describeWith } from '../../support/describe-with.js';
import { startGateway, type Gateway } from '../../support/gateway.js';
import { call, type HttpRequest } from '../../support/http-client.js';
import { SocketClient } from '../../support/socket-client.js';
import { Answers, fetchDocument, operationsOf, type OpenApi } from './open-api.js';

let gateway: Gateway;

beforeAll(async () => {
  // Only then Nest tells which routes it has.
  gateway = await startGateway({ env: { LOG_LEVEL: 'debug' } });
}, 60_000);
afterAll(async () => {
  SocketClient.closeAll();
  await gateway.stop();
});

describe('/docs/openapi.json', () => {
  let document: OpenApi;
  let answers: Answers;
  let ana: TestAccount;

  beforeAll(async () => {
    document = await fetchDocument(gateway);
    answers = new Answers(document);
    ana = await register(gateway, 'ana');
  });

  const faultsOf = async (route: string, path: string, request: HttpRequest = {}): Promise<string[]> => {
    const [method = ''] = route.split(' ');
    return answers.faults(route, await call(gateway, method, path, request));
  };

  it('has the routes of the running gateway, and no others', () => {
    const mapped = [...gateway.output().matchAll(/Mapped \{([^,]+), ([A-Z]+)\} route/g)];
    const routes = mapped.map(([, path = '', verb]) => `${verb} ${path.replace(/:(\w+)/g, '{$1}')}`);

    expect(routes).not.toEqual([]);
    expect(operationsOf(document).map(([name]) => name)).toEqual(expect.arrayContaining(routes));
    expect(operationsOf(document)).toHaveLength(routes.length);
  });

  it('tells of each route what it is for, what it answers and what it refuses', () => {
    const faults = operationsOf(document).flatMap(([name, { summary, tags, responses }]) => [
      ...(summary === '' ? [`${name} has no docstring`] : []),
      ...(tags.length === 1 ? [] : [`${name} stands under ${tags.length} headings`]),
      ...(Object.keys(responses).some((status) => status.startsWith('2')) ? [] : [`${name} never succeeds`]),
      ...(name.includes('/api/') && !('429' in responses) ? [`${name} has no limit`] : []),
    ]);
    expect(faults).toEqual([]);
  });

  it('is OpenAPI 3.1', () => {
    expect(document.openapi).toMatch(/^3\.1\.\d$/);
    expect(document.info).toMatchObject({ title: 'Lyceum', version: expect.stringMatching(/^\d+\.\d+\.\d+/) });
    answers.compileAll();
    const ids = operationsOf(document).map(([, { operationId }]) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [name, { parameters, responses, security = [] }] of operationsOf(document)) {
      const inPath = parameters.filter((parameter) => parameter.in === 'path');
      expect([name, inPath.map((parameter) => parameter.name)]).toEqual([
        name,
        [...name.matchAll(/\{(\w+)\}/g)].map(([, id]) => id),
      ]);
      expect(inPath.every(({ required }) => required)).toBe(true);
      expect(Object.values(responses).every(({ description }) => description !== '')).toBe(true);
      expect(document.components.securitySchemes).toMatchObject(
        Object.fromEntries(security.flatMap((scheme) => Object.keys(scheme).map((key) => [key, expect.anything()]))),
      );
    }
    const references = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name);
    expect(Object.keys(document.components.schemas).sort()).toEqual([...new Set(references)].sort());
  });

  it('says what inputs must be, from the rules of their DTOs', () => {
    expect(document.components.schemas.RegisterDto).toMatchObject({
      required: ['username', 'password'],
      properties: {
        password: { type: 'string', minLength: 6, maxLength: 256 },
        role: { enum: ['student', 'mentor'] },
        invite: { description: expect.stringMatching(/\S/), maxLength: 128 },
      },
    });
    expect(document.paths['/api/rooms/{id}/messages']?.get?.parameters).toEqual([
      expect.objectContaining({ name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } }),
      expect.objectContaining({ name: 'before', in: 'query', required: false }),
      expect.objectContaining({ name: 'after', in: 'query' }),
      expect.objectContaining({ name: 'around', in: 'query' }),
      expect.objectContaining({ name: 'limit', schema: { type: 'integer', minimum: 1, maximum: 100 } }),
    ]);
  });

  it('says which requests an Idempotency-Key makes one', () => {
    const header = expect.objectContaining({ name: 'Idempotency-Key', in: 'header', required: false });
    const rooms = document.paths['/api/server/rooms/{room}'];
    expect(rooms?.patch?.parameters).toEqual([expect.objectContaining({ name: 'room' }), header]);
    expect(rooms?.get?.parameters).toEqual([expect.objectContaining({ name: 'room' })]);
  });

  it('says who may ask', () => {
    expect(document.paths['/api/auth/me']?.get?.security).toEqual([{ bearer: [] }]);
    expect(document.paths['/api/server/rooms']?.post?.security).toEqual([{ apiKey: [] }]);
    expect(document.paths['/api/sessions']?.post?.security).toEqual([{ bearer: [] }, {}]);
    expect(document.paths['/health']?.get?.security).toBeUndefined();
  });

  it.each([
    ['GET /health', '/health'],
    ['GET /health/ready', '/health/ready'],
    ['GET /api/status', '/api/status'],
    ['GET /api/mentors', '/api/mentors'],
    ['GET /api/auth/me', '/api/auth/me'],
    ['GET /api/auth/sessions', '/api/auth/sessions'],
    ['GET /api/calls/ice-servers', '/api/calls/ice-servers'],
    ['GET /api/users', '/api/users'],
    ['GET /api/users', '/api/users?query=ana'],
    ['GET /api/users', '/api/users?limit=none'],
    ['GET /api/help/stats', '/api/help/stats'],
    ['GET /api/rooms/{id}/messages', `/api/rooms/${randomUUID()}/messages`],
    ['DELETE /api/auth/sessions/{sid}', '/api/auth/sessions/none'],
    ['POST /api/mentor-invitations', '/api/mentor-invitations'],
  ])('describes what %s answers (%s)', async (route, path) => {
    expect(await faultsOf(route, path, { token: ana.token })).toEqual([]);
    expect(await faultsOf(route, path)).toEqual([]);
  });

  it('describes what comes of registering, logging in and refreshing', async () => {
    const { username, password } = ana;
    const refresh = 'POST /api/auth/refresh';

    expect(await faultsOf('POST /api/auth/register', '/api/auth/register', { body: { username, password } })).toEqual([]);
    expect(await faultsOf('POST /api/auth/login', '/api/auth/login', { body: { username, password } })).toEqual([]);
    expect(await faultsOf('POST /api/auth/login', '/api/auth/login', { body: { username, password: 'another' } })).toEqual([]);
    expect(await faultsOf(refresh, '/api/auth/refresh', { body: { refreshToken: 'none' } })).toEqual([]);
    expect(await faultsOf(refresh, '/api/auth/refresh', { body: '{' })).toEqual([]);
  });

  it('describes what the app’s own backend asks for', async () => {
    const { key } = await makeKey(gateway, ['users', 'tokens', 'rooms', 'messages', 'notifications', 'presence', 'moderation']);
    const userId = 'somebody-of-the-app';
    const members = [{ userId, role: 'owner' }];
    const asked: [route: string, path: string, body?: object][] = [
      ['PUT /api/server/users/{id}', `/api/server/users/${userId}`, { name: 'Ana', email: 'ana@app.example' }],
      ['POST /api/server/users', '/api/server/users', { users: [{ id: userId, name: 'Ana' }] }],
      ['GET /api/server/users/{id}', `/api/server/users/${ana.id}`],
      ['POST /api/server/tokens', '/api/server/tokens', { userId, user: { name: 'Ana' } }],
      ['POST /api/server/tokens', '/api/server/tokens', { userId: ana.id }],
      ['POST /api/server/rooms', '/api/server/rooms', { key: 'algebra', members }],
      ['GET /api/server/rooms/{room}', '/api/server/rooms/algebra'],
      ['PATCH /api/server/rooms/{room}', '/api/server/rooms/algebra', { title: 'Algebra' }],
      ['GET /api/server/rooms/{room}/members', '/api/server/rooms/algebra/members?limit=10'],
      ['PUT /api/server/rooms/{room}/members', '/api/server/rooms/algebra/members', { members }],
      ['PUT /api/server/rooms/{room}/members/{userId}', `/api/server/rooms/algebra/members/${ana.id}`, { role: 'member' }],
      ['POST /api/server/rooms/{room}/messages', '/api/server/rooms/algebra/messages', { senderId: userId, text: 'Hi' }],
      ['POST /api/server/users/{id}/messages', `/api/server/users/${ana.id}/messages`, { senderId: userId, text: 'Hi' }],
      ['POST /api/server/rooms/{room}/announcements', '/api/server/rooms/algebra/announcements', { data: { slide: 1 } }],
      ['POST /api/server/notifications', '/api/server/notifications', { roomId: 'algebra', title: 'T', body: 'B' }],
      ['GET /api/server/presence', `/api/server/presence?userIds=${userId},${ana.id}`],
      ['GET /api/server/online', '/api/server/online?limit=10'],
      ['DELETE /api/server/rooms/{room}/members/{userId}', `/api/server/rooms/algebra/members/${ana.id}`],
      ['DELETE /api/server/rooms/{room}/members/{userId}', `/api/server/rooms/algebra/members/${ana.id}`],
      ['POST /api/server/rooms/{room}/close', '/api/server/rooms/algebra/close', {}],
      ['POST /api/server/rooms/{room}/close', '/api/server/rooms/algebra/close', {}],
    ];
    for (const [route, path, body] of asked) {
      const faults = await faultsOf(route, path, { token: key, ...(body === undefined ? {} : { body }) });
      expect([route, ...faults]).toEqual([route]);
    }
  });

  it('describes rooms and messages', async () => {
    const client = await SocketClient.connect(gateway, { auth: { token: ana.token, dialect: 'lyceum' } });
    const made = (await client.request('rooms:create', { title: 'Algebra' })) as { data: { id: string; code: string } };
    const room = { id: made.data.id };
    await client.request('rooms:join', room);
    await client.request('chat:send', { room, text: 'hello', metadata: { a: 1 } });
    const { token } = ana;

    const page = await call(gateway, 'GET', `/api/rooms/${room.id}/messages`, { token });
    expect(page.body).toMatchObject({ messages: [{ text: 'hello' }] });
    expect(answers.faults('GET /api/rooms/{id}/messages', page)).toEqual([]);
    expect(await faultsOf('GET /api/conversations', '/api/conversations', { token })).toEqual([]);
    expect(await faultsOf('POST /api/sessions', '/api/sessions', { token, body: { title: 'Algebra' } })).toEqual([]);
    expect(await faultsOf('GET /api/sessions/{code}', `/api/sessions/${made.data.code}`, { token })).toEqual([]);
  });
});

describeWith(['chromium'], '/docs in a browser', () => {
  let chromium: Chromium;

  beforeAll(async () => {
    chromium = await Chromium.start();
  });
  afterAll(() => chromium.stop());

  it('shows the routes, with nothing from elsewhere and no rule of its policy broken', async () => {
    const page = await chromium.open('about:blank');
    const complaints: string[] = [];
    const asked: string[] = [];
    page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => asked.push(request.url()));

    await page.goto(`${gateway.httpUrl}/docs`);
    await page.getByText('Signs in with username and password').click();

    await page.getByText('Wrong username or password.').first().waitFor();
    expect(complaints).toEqual([]);
    expect(asked.filter((url) => !url.startsWith(gateway.httpUrl) && !url.startsWith('data:'))).toEqual([]);
  });
});
