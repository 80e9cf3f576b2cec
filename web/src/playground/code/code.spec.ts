import { describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Settings } from '../connection/settings.js';
import { codeOf } from './code.js';
import { DART, JAVASCRIPT, literal, PYTHON } from './literal.js';
import type { Program } from './program.js';

const SOCKET_IO: Settings = { dialect: 'chatroom', carrier: 'socket.io', named: true, token: 'a.b.c' };
const PLAIN: Settings = { dialect: 'lyceum', carrier: 'websocket', named: true, token: 'a.b.c' };
const PAYLOAD = { text: 'It\'s $5 – 👋 "now"\n\\', on: true, none: null, list: [1, {}, []], long: 'x'.repeat(90) };

const program = (settings: Settings): Program => ({
  server: 'http://localhost:3000',
  settings,
  sendings: [
    { event: 'send_message', payload: PAYLOAD, ask: true, text: JSON.stringify({ type: 'send_message', data: PAYLOAD }) },
    { event: 'status:request', payload: undefined, ask: false, text: 'not JSON' },
  ],
});

const run = promisify(execFile);

describe('a literal', () => {
  it('is the same value in JavaScript', async () => {
    const { stdout } = await run(process.execPath, ['-p', `JSON.stringify(${literal(PAYLOAD, JAVASCRIPT)})`]);
    expect(JSON.parse(stdout)).toEqual(PAYLOAD);
  });

  it.each([
    [JAVASCRIPT, { a: true, 'b-c': null }, "{ a: true, 'b-c': null }"],
    [PYTHON, { a: true, 'b-c': null }, "{'a': True, 'b-c': None}"],
    [DART, { a: '$5', b: [] }, "{'a': '\\$5', 'b': []}"],
    [JAVASCRIPT, JSON.parse('{"__proto__": 1}') as object, "{ ['__proto__']: 1 }"],
    [PYTHON, 'It’s "so"', '\'It’s "so"\''],
    [PYTHON, "it's", "'it\\'s'"],
  ])('is written as the language has it', (style, value, text) => {
    expect(literal(value, style)).toBe(text);
  });

  it('takes several lines when one is too short, and indents them', () => {
    expect(literal({ text: 'x'.repeat(80) }, JAVASCRIPT, 1)).toBe(`{\n    text: '${'x'.repeat(80)}',\n  }`);
  });
});

describe('code', () => {
  it.each([
    [
      'javascript',
      SOCKET_IO,
      /socket\.emit\('send_message', \{[^]*\(answer\) => console\.log[^]*socket\.emit\('status:request'\)/,
    ],
    [
      'javascript',
      PLAIN,
      /new Socket\('ws:\/\/localhost:3000\/', \['lyceum\.v1'\]\)[^]*type: 'auth'[^]*socket\.send\('not JSON'\)/,
    ],
    ['python', SOCKET_IO, /auth=\{'token': 'a\.b\.c', 'dialect': 'chatroom'\}[^]*client\.emit\('send_message', \{[^]*callback=/],
    ['python', PLAIN, /subprotocols=\['lyceum\.v1'\][^]*json\.dumps\(\{'type': 'auth'[^]*socket\.send\('not JSON'\)/],
    [
      'dart',
      SOCKET_IO,
      /setAuth\(\{'token': 'a\.b\.c', 'dialect': 'chatroom'\}\)[^]*emitWithAck\('send_message'[^]*'answer to send_message: \$answer'/,
    ],
    [
      'dart',
      PLAIN,
      /WebSocket\.connect\('ws:\/\/localhost:3000\/', protocols: \['lyceum\.v1'\]\)[^]*jsonEncode\(\{'type': 'auth'/,
    ],
  ] as const)('in %s connects and sends', (language, settings, form) => {
    expect(codeOf(language, program(settings))).toMatch(form);
  });

  it.each([SOCKET_IO, PLAIN])('in JavaScript is a module without a mistake', async (settings) => {
    const child = run(process.execPath, ['--input-type=module', '--check']);
    child.child.stdin?.end(codeOf('javascript', program(settings)));
    await expect(child).resolves.toMatchObject({ stderr: '' });
  });
});
