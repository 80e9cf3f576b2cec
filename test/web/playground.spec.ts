import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { register } from '../support/accounts.js';
import { Chromium, STEP_MS } from '../support/chromium.js';
import { describeWith } from '../support/describe-with.js';
import { startGateway, type Gateway } from '../support/gateway.js';
import { installed } from '../support/installed-servers.js';
import { ServerProcess } from '../support/processes.js';
import { eventually } from '../support/wait.js';
import { connectPerson } from './playground-peer.js';
import { Playground, type PlaygroundClient } from './playground-page.js';

const CHECKED_MS = 90_000;
const DIALECTS = ['Lyceum', 'Group study', 'Chat room', 'Direct messages', 'Instant mentor', 'Skill lift'];

describeWith(['chromium', 'python3-socketio'], 'the playground', () => {
  let gateway: Gateway;
  let chromium: Chromium;

  beforeAll(async () => {
    gateway = await startGateway();
    chromium = await Chromium.start();
  });
  afterEach(() => chromium.closeAll());
  afterAll(async () => {
    await chromium.stop();
    await gateway.stop();
  });

  it('finds all six dialects as they should be on a fresh gateway', async () => {
    const playground = await Playground.open(chromium, gateway);
    await playground.checks();
    await playground.page.getByRole('button', { name: 'Check all six dialects' }).click();
    await playground.page
      .getByRole('status')
      .getByText(/served as/)
      .waitFor({ timeout: CHECKED_MS });

    for (const title of DIALECTS) await shows(playground.check(title), /As it should be\s+(\d+) of \1 steps/);
    await playground.check('Group study').getByText('What Ana says, both hear').click();
    await shows(playground.check('Group study'), /Expected Ben hears message \{ userName: "Ana"[^]*Seen \{"type":"message"/);
  });

  it('sends a frame from an example, and shows it and its answer as they stood on the wire', async () => {
    const playground = await Playground.open(chromium, gateway);
    const ana = playground.client('Ana');
    await ana.connect('lyceum');

    await ana.send('rooms:create – makes a room with a code');

    await ana.frame('420["rooms:create",{"title":"Algebra","visibility":"code"}]').waitFor();
    const answer = ana.frame('430[{"ok":true,"data":{"id":');
    await answer.waitFor();
    await answer.locator('summary').click();
    await shows(answer, /Received[^]*rooms:create[^]*answer[^]*\d+ B[^]*\d\d:\d\d:\d\d\.\d{3}[^]*"title": "Algebra"/);
  });

  it('lets through what the filter asks for, and exports all of it', async () => {
    const playground = await Playground.open(chromium, gateway);
    const ana = playground.client('Ana');
    await ana.connect('group-study');
    await ana.send('create – makes a session, and joins it');
    await ana.frame('"type":"joined"').waitFor();

    await ana.panel.getByLabel('Filter by text').fill('sessioncode');
    await ana.panel.getByText('2 of 5 frames').waitFor();
    await listsIn(ana, ['joined', 'created']);
    await ana.panel.getByLabel('Event').selectOption('created');
    await listsIn(ana, ['created']);
    await ana.panel.getByRole('radio', { name: 'Out' }).click();
    await ana.panel.getByText('No frame fits the filter.').waitFor();

    const download = playground.page.waitForEvent('download');
    await ana.panel.getByRole('button', { name: 'Export' }).click();
    const file = join(await mkdtemp(join(tmpdir(), 'playground-')), 'log.json');
    await (await download).saveAs(file);
    const rows = JSON.parse(await readFile(file, 'utf8')) as object[];
    expect(rows.map((row) => (row as { event: string }).event)).toEqual(['', '', 'create', 'created', 'joined']);
  });

  it('says where JSON is wrong, and sends it all the same when asked to', async () => {
    const playground = await Playground.open(chromium, gateway);
    const ana = playground.client('Ana');
    await ana.connect('group-study');

    await ana.editor.fill('{\n  "type": "create",\n}');

    await ana.panel.getByText('Line 2, column 19: No comma may stand after the last one.').waitFor();
    expect(await ana.panel.getByRole('button', { name: 'Send', exact: true }).isDisabled()).toBe(true);
    await ana.panel.getByRole('button', { name: 'Send as it is' }).click();
    await ana.frame('"type":"error"').waitFor();
  });

  it('fills in for one connection what another has seen, which shows nothing of it while it is paused', async () => {
    const playground = await Playground.open(chromium, gateway);
    const ana = playground.client('Ana');
    await ana.connect('group-study');
    await ana.send('create – makes a session, and joins it');
    await ana.frame('"type":"joined"').waitFor();

    const ben = await playground.addClient('Ben');
    await ben.connect('group-study');
    await ana.panel.getByRole('button', { name: 'Pause' }).click();
    await ben.send('join – joins by the code');

    await ben.frame('"participants":["Ana","Ben"]').waitFor();
    await ana.panel.getByRole('button', { name: 'Go on (1 new)' }).waitFor();
    expect(await ana.frame('"type":"user_joined"').count()).toBe(0);
    await ana.panel.getByRole('button', { name: 'Go on (1 new)' }).click();
    await ana.frame('"type":"user_joined"').waitFor();
  });

  it.each([
    ['a Socket.IO dialect', 'chatroom', 'send_message – says something in the lobby', 'new_message'],
    ['a plain WebSocket', 'skill-lift', 'join_room – joins a room, or makes it', 'room_joined'],
    ['the canonical one over a plain WebSocket', 'lyceum', 'auth:me – who one is', '"ack"'],
  ])('gives programs for %s that run as they are', async (_what, dialect, example, answer) => {
    const playground = await Playground.open(chromium, gateway);
    const ana = playground.client('Ana');
    await ana.connect(dialect, dialect === 'lyceum' ? 'websocket' : undefined);
    await ana.choose(example);

    const javascript = await ana.code('JavaScript');
    const python = await ana.code('Python');

    await heard(process.execPath, ['--input-type=module', '--eval', javascript], answer);
    await heard(installed.python ?? '', ['-c', python], answer);
  });

  it('connects as a guest of the canonical protocol, who is the same one again', async () => {
    const playground = await Playground.open(chromium, gateway);
    const [ana, ben] = [playground.client('Ana'), await playground.addClient('Ben')];
    await ana.connect('lyceum');
    await ana.send('rooms:create – makes a room with a code');
    await ana.frame('"visibility":"code"').waitFor();
    await ana.send('rooms:join – joins by the code');

    await ben.panel.getByLabel('Who connects').selectOption('guest');
    await ben.panel.getByLabel('Name', { exact: true }).fill('Ben the guest');
    await ben.connect('lyceum');
    const greetings = ben.log.filter({ hasText: '42["hello"' });
    await greetings.first().waitFor();
    await ben.send('rooms:join – joins as a guest, by a name');
    await ana.frame('"name":"Ben the guest"').waitFor();

    await ben.panel.getByRole('button', { name: 'Disconnect' }).click();
    await ben.panel.getByRole('button', { name: 'Connect again' }).click();
    await greetings.nth(1).waitFor();
    const ids = (await greetings.allTextContents()).map((text) => /"id":"(guest:key:[^"]+)"/.exec(text)?.[1]);
    expect(ids).toEqual([expect.any(String), ids[0]]);
  });

  it('connects with a token that is pasted, and is heard by other clients', async () => {
    const [eva, ben] = [await register(gateway, 'eva'), await connectPerson(gateway)];
    const playground = await Playground.open(chromium, gateway);
    const ana = playground.client('Ana');
    await ana.panel.getByLabel('Dialect', { exact: true }).selectOption('chatroom');
    await ana.panel.getByLabel('Who connects').selectOption('pasted');
    await ana.panel.getByLabel('Token').fill(eva.token);
    await ana.panel.getByRole('button', { name: 'Connect', exact: true }).click();
    await ana.panel.getByText(`as ${eva.username}`).waitFor();
    await ana.send('send_message – says something in the lobby');
    expect(
      await ben.nextWhere<{ username: string }>('new_message', (data) => data.username === eva.username, STEP_MS),
    ).toMatchObject({
      text: 'Hello',
    });
    ben.close();
  });
});

describeWith(['chromium'], 'the playground’s self-check, where settings keep something away,', () => {
  let gateway: Gateway;
  let chromium: Chromium;

  beforeAll(async () => {
    gateway = await startGateway({ env: { GUEST_ACCESS: 'deny', DEFAULT_DIALECT: 'lyceum' } });
    chromium = await Chromium.start();
  });
  afterAll(async () => {
    await chromium.stop();
    await gateway.stop();
  });

  it('is red, and says what is missing', async () => {
    const playground = await Playground.open(chromium, gateway);
    await playground.checks();
    await playground.page.getByRole('button', { name: 'Check all six dialects' }).click();
    await playground.page.getByRole('status').getByText('3 dialects are not served').waitFor({ timeout: CHECKED_MS });

    await shows(playground.check('Group study'), /Not as it should be[^]*Guests are switched off on this server/);
    await shows(playground.check('Instant mentor'), /Not as it should be[^]*GUEST_ACCESS=allow lets guests in/);
    await shows(playground.check('Chat room'), /Not as it should be[^]*DEFAULT_DIALECT=chatroom makes it one[^]*It did not come/);
    for (const title of ['Lyceum', 'Direct messages', 'Skill lift']) await shows(playground.check(title), /As it should be/);
  });
});

const shows = (part: Locator, text: RegExp): Promise<void> =>
  eventually(async () => expect(await part.innerText()).toMatch(text), STEP_MS);

/** Its log shows these frames, and no others. */
const listsIn = ({ log }: PlaygroundClient, frames: string[]): Promise<void> =>
  eventually(
    async () => expect(await log.allInnerTexts()).toEqual(frames.map((frame) => expect.stringContaining(frame))),
    STEP_MS,
  );

/** Runs the program until it has printed that. */
async function heard(command: string, args: string[], text: string): Promise<void> {
  const program = new ServerProcess({
    name: 'pasted program',
    command,
    args,
    cwd: process.cwd(),
    env: { PATH: process.env.PATH ?? '' },
  });
  try {
    await program.waitFor(text, (output) => (/^in .*/m.test(output) && output.includes(text) ? true : undefined), STEP_MS);
  } finally {
    await program.kill();
  }
}
