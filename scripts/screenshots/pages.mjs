// What is photographed, in this order: each page shows what the ones before have left as it was.
import { until } from './browser.mjs';

const STUDENT = 'Amara';
const CALLED = 'Kenji';
const ADMIN = 'Grace';

/** `as`: whose tab; nobody's where it is absent. `arrive` is given the page, and what it takes to open another one. */
export const PAGES = [
  { name: 'welcome', path: '/' },
  { name: 'sign-in', path: '/sign-in' },
  { name: 'home', as: STUDENT, path: '/' },
  { name: 'notifications', as: STUDENT, path: '/notifications' },
  { name: 'mentors', as: STUDENT, path: '/mentors' },
  { name: 'settings', as: STUDENT, path: '/settings' },
  { name: 'messages', as: STUDENT, path: ({ idOf }) => `/messages/${idOf('Thomas')}` },
  { name: 'session', as: STUDENT, path: ({ code }) => `/s/${code}`, arrive: byMessage },
  { name: 'call', as: STUDENT, path: ({ idOf }) => `/messages/${idOf(CALLED)}`, arrive: inCall, reload: false },
  { name: 'calls', as: STUDENT, path: '/calls', arrive: hungUp },
  { name: 'playground', as: STUDENT, path: '/test', arrive: connected, reload: false },
  { name: 'admin', as: ADMIN, path: '/admin' },
];

/** Its messages are there, and the newest is in sight. */
async function byMessage(page) {
  await page.getByRole('log', { name: 'Messages' }).getByRole('listitem').last().waitFor();
}

/** Both look at each other. */
async function inCall(page, { tabOf }) {
  const other = await tabOf(CALLED);
  await page.getByRole('button', { name: `Call ${CALLED} with video`, exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Call', exact: true }).click();
  await other
    .getByRole('dialog', { name: `${STUDENT} is calling` })
    .getByRole('button', { name: /video/ })
    .first()
    .click();
  await until(page, `[...document.querySelectorAll('video')].filter(({ videoWidth }) => videoWidth > 2).length >= 2`);
}

/** The call of the page before is over, and stands in the history. */
async function hungUp(page, { people }) {
  const called = people.find(({ username }) => username === CALLED);
  const { calls } = await called.ask('calls:current');
  for (const { id } of calls) await called.ask('calls:end', { callId: id });
  await page.reload();
}

/** A room was made and something said in it, over the wire that is shown. */
async function connected(page) {
  const panel = page.getByRole('region', { name: /^Connection of/ }).first();
  await panel.getByLabel('Dialect', { exact: true }).selectOption('lyceum');
  await panel.getByRole('button', { name: 'Connect', exact: true }).click();
  await panel.getByRole('status').getByText('Connected', { exact: true }).waitFor();
  for (const event of ['rooms:create', 'rooms:join', 'chat:send']) {
    const value = await panel.getByLabel('Example').locator('option', { hasText: event }).first().getAttribute('value');
    await panel.getByLabel('Example').selectOption(value);
    await panel.getByRole('button', { name: 'Send', exact: true }).click();
    await panel.getByRole('listitem').filter({ hasText: event }).first().waitFor();
  }
  await page.evaluate('scrollTo(0, 0)');
}
