import { Agent, request } from 'node:http';

/** Addresses that the logins come from, so that limits for one network don't make the flood cheap. */
const ADDRESSES = 200;
const FIRST_ADDRESS = 20;
/** Who waits longer has given up. */
const PATIENCE_MS = 10_000;

/**
 * Logins at a steady pace, each from the next address, whatever becomes of those before: half with the right password, a
 * quarter with a wrong one, a quarter for people who don't exist.
 * @param {{ port: number, perSecond: number, seconds: number, accounts: { username: string, password: string }[] }} options
 * @returns {Promise<{ answers: Record<string, number>, served: number[], right: number }>} how often each status was answered, how many
 *   logins had the right password, and after how many milliseconds each of them that succeeded was answered
 */
export async function floodOfLogins({ port, perSecond, seconds, accounts }) {
  const agents = Array.from(
    { length: ADDRESSES },
    (_, index) => new Agent({ keepAlive: true, localAddress: `127.0.0.${FIRST_ADDRESS + index}` }),
  );
  const answers = {};
  const served = [];
  const total = perSecond * seconds;
  const startedAt = performance.now();
  const attempts = [];
  for (let index = 0; index < total; index += 1) {
    const early = startedAt + (index * 1000) / perSecond - performance.now();
    if (early > 1) await new Promise((resolve) => setTimeout(resolve, early));
    const { username, password } = accounts[index % accounts.length];
    const [isRight, isUnknown] = [index % 2 === 0, index % 4 === 1];
    const body = isRight
      ? { username, password }
      : { username: isUnknown ? `nobody${index}` : username, password: 'not the password' };
    const sentAt = performance.now();
    attempts.push(
      post(port, '/api/auth/login', body, agents[index % ADDRESSES]).then(({ status }) => {
        answers[status] = (answers[status] ?? 0) + 1;
        if (isRight && status === 200) served.push(performance.now() - sentAt);
      }),
    );
  }
  await Promise.all(attempts);
  for (const agent of agents) agent.destroy();
  return { answers, served, right: Math.ceil(total / 2) };
}

/** Makes accounts, two at a time. @param {{ port: number, count: number }} options */
export async function register({ port, count }) {
  const accounts = Array.from({ length: count }, (_, index) => ({
    username: `flooder${index}`,
    password: `the password of ${index}`,
  }));
  for (let first = 0; first < count; first += 2) {
    const answers = await Promise.all(
      accounts.slice(first, first + 2).map((account) => post(port, '/api/auth/register', account, undefined)),
    );
    for (const { status, text } of answers) if (status !== 201) throw new Error(`Registering answered ${status}: ${text}`);
  }
  return accounts;
}

/** Status 0 when there was no answer. */
function post(port, path, body, agent) {
  const text = JSON.stringify(body);
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
  return new Promise((resolve) => {
    const sent = request({ host: '127.0.0.1', port, path, method: 'POST', agent, headers, timeout: PATIENCE_MS }, (answer) => {
      let received = '';
      answer.setEncoding('utf8').on('data', (chunk) => (received += chunk));
      answer.on('end', () => resolve({ status: answer.statusCode, text: received }));
    });
    sent.on('timeout', () => sent.destroy(new Error('no answer')));
    sent.on('error', (error) => resolve({ status: 0, text: error.message }));
    sent.end(text);
  });
}
