// A conversation in the terminal, over the group-study protocol: node examples/talk.mjs NAME [CODE]
import { createInterface } from 'node:readline';
import { WebSocket } from 'ws';

const [name, code] = process.argv.slice(2);
if (name === undefined) {
  console.error('Usage: node examples/talk.mjs NAME [CODE]   (without a code a new session is made)');
  process.exit(1);
}

const socket = new WebSocket(process.env.LYCEUM_URL ?? 'ws://127.0.0.1:3000');
let isIn = false;

const send = (frame) => socket.send(JSON.stringify(frame));

/** What is typed before somebody is in waits until they are. */
function listen(session) {
  createInterface({ input: process.stdin })
    .on('line', (line) => {
      if (line !== '') send({ type: 'message', sessionCode: session, userName: name, message: line });
    })
    .on('close', () => socket.close());
}

const says = {
  created: ({ sessionCode }) => `Session ${sessionCode}. Others join with: node examples/talk.mjs NAME ${sessionCode}`,
  joined: ({ sessionCode, participants }) => {
    isIn = true;
    listen(sessionCode);
    return `You are in, with ${participants.join(', ')}. Type and press Enter.`;
  },
  user_joined: ({ userName }) => `${userName} came in`,
  user_left: ({ userName }) => `${userName} left`,
  message: ({ userName, message }) => `${userName}: ${message}`,
  error: ({ message }) => {
    if (!isIn) socket.close();
    return `! ${message}`;
  },
};

socket.on('open', () => {
  send(
    code === undefined ? { type: 'create', userName: name } : { type: 'join', sessionCode: code, userName: name, history: true },
  );
});
socket.on('message', (data) => {
  const frame = JSON.parse(data.toString());
  console.log(says[frame.type]?.(frame) ?? JSON.stringify(frame));
});
socket.on('error', (error) => console.error(`! ${error.message || error.code}`));
socket.on('close', () => process.exit());
