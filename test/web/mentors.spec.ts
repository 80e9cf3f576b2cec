import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { HELPING } from '../contract/lyceum/help/helping.js';
import { registerChief, registerMentor } from '../contract/lyceum/mentors/mentoring.js';
import { register, type TestAccount } from '../support/accounts.js';
import { borrowGateway, type BorrowedGateway } from '../support/borrowed-gateway.js';
import { Chromium, STEP_MS } from '../support/chromium.js';
import { describeWith } from '../support/describe-with.js';
import { SocketClient } from '../support/socket-client.js';
import { DARK_DESKTOP, DESKTOP, PHONE } from '../support/web-app/devices.js';
import { barriersOn, complaintsOf, isTooWide } from '../support/web-app/faults.js';
import { becomeAvailable, connect, fillRequest, newSubject, offerOf, openSignedIn } from '../support/web-app/helping.js';
import { isGreeted } from '../support/web-app/people.js';
import { ask, messageWith, say } from '../support/web-app/sessions.js';

const PAGE = '/mentors';

describeWith(['chromium'], 'mentors in the web app', () => {
  let browser: Chromium;
  beforeAll(async () => {
    browser = await Chromium.start();
  });
  afterEach(async () => {
    SocketClient.closeAll();
    await browser.closeAll();
  });
  afterAll(() => browser.stop());

  describe('where everybody who can help is asked at once', () => {
    let gateway: BorrowedGateway;
    let chief: TestAccount;
    beforeAll(async () => {
      gateway = await borrowGateway(HELPING);
      chief = await registerChief(gateway);
    });
    afterAll(() => gateway.giveBack());

    const open = (account: TestAccount, device = DESKTOP): Promise<Page> => openSignedIn(browser, gateway, PAGE, account, device);

    it('lead from a request to an offer, to the room of the two, to the solution and a rating', async () => {
      const subject = newSubject();
      const [ana, mia] = await Promise.all([register(gateway, 'ana'), registerMentor(gateway, 'mia')]);
      const [student, mentor] = await Promise.all([open(ana), open(mia)]);
      const complaints = [complaintsOf(student), complaintsOf(mentor)];
      await becomeAvailable(mentor, subject, { text: 'Here until four' });

      await student.getByLabel('Search mentors').fill(subject);
      const card = student.getByRole('listitem').filter({ hasText: mia.username });
      await card.getByText('Available').waitFor();
      await card.getByText('Here until four').waitFor();
      await card.getByRole('button', { name: `Ask for help from ${mia.username}` }).click();
      await fillRequest(student, { text: 'Stuck at step 2', urgency: 'Urgent' });
      await student.getByText(`${mia.username} has been asked`).waitFor();
      await student.getByText(/^You are next, /).waitFor();

      const offer = offerOf(mentor, ana);
      await offer.getByText('Stuck at step 2').waitFor();
      await offer.getByText('Urgent').waitFor();
      await offer.getByRole('timer').first().waitFor();
      await offer.getByRole('button', { name: `Accept ${ana.username}’s request` }).click();
      for (const page of [student, mentor]) await page.getByRole('heading', { level: 1, name: subject }).waitFor();
      expect(new URL(student.url()).pathname).toBe(new URL(mentor.url()).pathname);
      await say(student, 'Why is it 42?');
      await messageWith(mentor, 'Why is it 42?').waitFor();

      await student.getByText(`${mia.username} helps you with ${subject}.`).waitFor();
      await mentor.getByText(`You help ${ana.username} with ${subject}.`).waitFor();
      await mentor.getByRole('button', { name: 'Mark as solved' }).click();
      const dialog = mentor.getByRole('dialog');
      await dialog.getByLabel('A note for both of you').fill('It always is');
      await dialog.getByRole('button', { name: 'Mark as solved' }).click();
      await mentor.getByText(`Solved. ${ana.username} can rate your help now.`).first().waitFor();
      await mentor.getByText(`You help ${ana.username} with ${subject}.`).waitFor({ state: 'detached' });

      await student.getByText(`Solved. How was it with ${mia.username}?`).waitFor();
      await student.getByRole('link', { name: 'Rate it' }).click();
      await student.getByRole('heading', { name: 'How was it?' }).waitFor();
      await student.getByText('It always is').waitFor();
      await student.getByRole('button', { name: 'Send rating' }).click();
      await student.getByText('Choose one to five stars.').waitFor();
      await student.getByRole('radio', { name: '4 stars' }).check();
      await student.getByRole('button', { name: 'Send rating' }).click();
      await student.getByText('Thank you. Your rating is saved.').first().waitFor();
      await student.getByRole('heading', { name: 'How was it?' }).waitFor({ state: 'detached' });
      await mentor.getByText(`${ana.username} rated your help with ${subject}: 4 of 5 stars.`, { exact: true }).first().waitFor();

      const admin = await open(chief);
      await admin.getByRole('tab', { name: 'Statistics' }).click();
      const row = admin.getByRole('row').filter({ hasText: mia.username });
      await row.waitFor();
      expect(await row.getByRole('cell').allTextContents()).toEqual(['1', '1', '0', '0', '1', '0', expect.any(String), '4']);
      expect(complaints).toEqual([[], []]);
    });

    it('are shown as they are, without a reload, and by subject', async () => {
      const [one, other] = [newSubject(), newSubject()];
      const [ana, mia, mo] = await Promise.all([
        register(gateway),
        registerMentor(gateway, 'mia'),
        registerMentor(gateway, 'mo'),
      ]);
      const mentor = await open(mia);
      await becomeAvailable(mentor, one);
      await ask(await connect(gateway, mo), 'mentors:set', { availability: 'available', subjects: [other] });
      const student = await open(ana);
      const cardOf = ({ username }: TestAccount) => student.getByRole('listitem').filter({ hasText: username });
      const subjects = student.getByRole('radiogroup', { name: 'Subject' });
      await subjects.waitFor();
      // Those of other tests' mentors stand there, too.
      const more = student.getByRole('button', { name: /more subjects$/ });
      if (await more.isVisible()) await more.click();

      await subjects.getByRole('radio', { name: one }).click();
      await cardOf(mia).getByText('Available').waitFor();
      await cardOf(mo).waitFor({ state: 'detached' });
      await subjects.getByRole('radio', { name: other }).click();
      await cardOf(mo).waitFor();
      await cardOf(mia).waitFor({ state: 'detached' });

      await subjects.getByRole('radio', { name: one }).click();
      await mentor.getByRole('radio', { name: 'Busy' }).click();
      await cardOf(mia).getByText('Busy').waitFor();
      await student.getByRole('switch', { name: 'Available now' }).click();
      await student.getByRole('heading', { name: 'Nobody fits' }).waitFor();
      await mentor.getByRole('radio', { name: 'Available' }).click();
      await cardOf(mia).getByText('Available').waitFor();
      await student.getByRole('switch', { name: 'Available now' }).click();
      await mentor.getByRole('radio', { name: 'Not here' }).click();
      await cardOf(mia).getByText('Not here').waitFor();
      await cardOf(mia).getByRole('button', { name: 'Ask for help' }).waitFor({ state: 'detached' });

      await student.getByRole('button', { name: 'Ask for help', exact: true }).click();
      expect(await student.getByRole('dialog').getByLabel('Subject', { exact: true }).inputValue()).toBe(one);
    });

    it('are asked together: one accepts, and the other has nothing left to accept', async () => {
      const subject = newSubject();
      const [ana, mia, mo] = await Promise.all([
        register(gateway, 'ana'),
        registerMentor(gateway, 'mia'),
        registerMentor(gateway),
      ]);
      const [student, mentor, other] = await Promise.all([open(ana), open(mia), open(mo)]);
      await Promise.all([mentor, other].map((page) => becomeAvailable(page, subject)));
      await student.getByRole('button', { name: 'Ask for help', exact: true }).first().click();
      await fillRequest(student, { subject, text: 'Stuck at step 4' });
      await Promise.all([mentor, other].map((page) => offerOf(page, ana).getByText('Stuck at step 4').waitFor()));

      await offerOf(mentor, ana)
        .getByRole('button', { name: `Accept ${ana.username}’s request` })
        .click();
      await offerOf(other, ana).waitFor({ state: 'detached' });
      await other.getByRole('heading', { name: 'Nobody needs you right now' }).waitFor();
      await Promise.all([mentor, student].map((page) => page.getByRole('heading', { level: 1, name: subject }).waitFor()));
      await student.getByRole('link', { name: 'Mentors' }).click();
      await student.getByText(`${mia.username} helps you now`).first().waitFor();

      await student.getByRole('link', { name: 'Go to the session' }).click();
      await student.getByText(`${mia.username} helps you with ${subject}.`).waitFor();
      await student.getByRole('button', { name: 'It is solved' }).click();
      await student.getByText(`Solved. How was it with ${mia.username}?`).waitFor();
      await mentor.getByText(`You help ${ana.username} with ${subject}.`).waitFor({ state: 'detached' });
    });

    it('are where they were for who was offline in between', async () => {
      const subject = newSubject();
      const [ana, mia] = await Promise.all([register(gateway), registerMentor(gateway, 'mia')]);
      const mentor = await connect(gateway, mia);
      await ask(mentor, 'mentors:set', { availability: 'available', subjects: [subject] });
      const student = await open(ana);
      await student.getByRole('button', { name: 'Ask for help', exact: true }).first().click();
      await fillRequest(student, { subject });
      await student.getByText(/^You are next, /).waitFor();

      await student.context().setOffline(true);
      await student.getByText('No connection. We keep trying.').waitFor();
      await student.getByText(/^You are next, /).waitFor();
      const { requests } = (await ask(mentor, 'help:queue', {})) as { requests: [{ id: string }] };
      await ask(mentor, 'help:accept', { requestId: requests[0].id });
      await ask(mentor, 'mentors:set', { statusText: 'Helping' });
      await student.context().setOffline(false);

      await student.getByText(`${mia.username} helps you now`).first().waitFor();
      await student.getByText('Helping', { exact: true }).waitFor();
      await student.getByRole('link', { name: 'Go to the session' }).click();
      await student.getByRole('heading', { level: 1, name: subject }).waitFor();
    });

    it('say to who waits where they stand, also when that changes, and let them take it back', async () => {
      const subject = newSubject();
      const [first, second, mia] = await Promise.all([register(gateway), register(gateway), registerMentor(gateway)]);
      const mentor = await connect(gateway, mia);
      await ask(mentor, 'mentors:set', { availability: 'available', subjects: [subject] });
      const before = await connect(gateway, first);
      // Who waited for as long as a page takes to open: so long others will wait, too.
      const { id: earlier } = await ask(before, 'help:request', { subject });
      const student = await open(second);
      await student.getByRole('button', { name: 'Ask for help', exact: true }).first().waitFor();
      await ask(mentor, 'help:accept', { requestId: earlier });
      await ask(mentor, 'help:resolve', { requestId: earlier });
      const { id } = await ask(before, 'help:request', { subject });

      await student.getByRole('button', { name: 'Ask for help', exact: true }).first().click();
      await fillRequest(student, { subject });
      await student.getByText(/^2nd in line, less than a minute$/).waitFor();
      await ask(before, 'help:cancel', { requestId: id });
      await student.getByText(/^You are next, /).waitFor();

      await student.getByRole('button', { name: 'Cancel request' }).click();
      await student.getByRole('dialog').getByRole('button', { name: 'Cancel request' }).click();
      await student.getByText('Your request is cancelled.').first().waitFor();
      await student.getByRole('button', { name: 'Ask for help', exact: true }).first().waitFor();
    });

    it('show the one who was asked and declines, and ask all others instead', async () => {
      const subject = newSubject();
      const [ana, mia, mo] = await Promise.all([register(gateway), registerMentor(gateway), registerMentor(gateway)]);
      const other = await connect(gateway, mo);
      await ask(other, 'mentors:set', { availability: 'available', subjects: [subject] });
      const [student, mentor] = await Promise.all([open(ana), open(mia)]);
      await becomeAvailable(mentor, subject);
      await student.getByLabel('Search mentors').fill(subject);
      await student.getByRole('button', { name: `Ask for help from ${mia.username}` }).click();
      await fillRequest(student, { text: 'Stuck at step 3' });

      await offerOf(mentor, ana).getByText('Asks you').waitFor();
      await offerOf(mentor, ana)
        .getByRole('button', { name: `Decline ${ana.username}’s request` })
        .click();
      await mentor.getByRole('heading', { name: 'Nobody needs you right now' }).waitFor();
      await student.getByRole('heading', { name: `${mia.username} can’t help right now` }).waitFor();
      await student.getByRole('button', { name: 'Ask all mentors' }).click();
      await fillRequest(student, {});
      await offerOf(mentor, ana).getByText('Stuck at step 3').waitFor();
      await other.next('help:offered', { request: { subject, text: 'Stuck at step 3' } });
    });

    it('tell a mentor on another page that somebody asks', async () => {
      const subject = newSubject();
      const [ana, mia] = await Promise.all([register(gateway), registerMentor(gateway)]);
      const mentor = await open(mia);
      await becomeAvailable(mentor, subject);
      await mentor.getByRole('link', { name: 'Home' }).click();
      await isGreeted(mentor, mia.username);
      await ask(await connect(gateway, ana), 'help:request', { subject });

      await mentor.getByText(`${ana.username} asks for help with ${subject}.`).first().waitFor();
      await mentor.getByRole('button', { name: 'Look' }).click();
      await offerOf(mentor, ana).waitFor();
    });

    it.each([
      ['in light', DESKTOP],
      ['in dark', DARK_DESKTOP],
      ['on a phone', PHONE],
    ])(
      'keep nobody out, complain of nothing, and fit the screen %s',
      async (_, device) => {
        // As long as subjects may be, and without a place to break it.
        const subject = newSubject().replace(' ', '-').padEnd(64, 'x');
        const [ana, mia] = await Promise.all([register(gateway, 'ana'), registerMentor(gateway, 'mia')]);
        const [student, mentor, admin] = await Promise.all([ana, mia, chief].map((account) => open(account, device)));
        const pages = [student!, mentor!, admin!];
        const complaints = pages.map(complaintsOf);
        const areGood = async (...shown: Page[]): Promise<void> => {
          expect((await Promise.all(shown.map(barriersOn))).flat()).toEqual([]);
          for (const page of shown) expect(await isTooWide(page)).toBe(false);
        };
        await becomeAvailable(mentor!, subject, { text: `Everything about ${'long words '.repeat(8)}` });
        await student!.getByLabel('Search mentors').fill(subject);
        await student!.getByRole('button', { name: `Ask for help from ${mia.username}` }).click();
        await student!.getByRole('dialog').waitFor();
        await admin!.getByRole('tab', { name: 'Statistics' }).click();
        await admin!.getByRole('heading', { name: 'By mentor' }).waitFor();
        await areGood(student!, admin!);

        await fillRequest(student!, { text: 'x'.repeat(300), urgency: 'Urgent' });
        await offerOf(mentor!, ana).waitFor();
        await student!.getByText(/^You are next, /).waitFor();
        await areGood(student!, mentor!);

        await offerOf(mentor!, ana).getByRole('button', { name: 'Accept' }).click();
        for (const page of [student!, mentor!]) {
          await page.getByRole('heading', { level: 1, name: subject }).waitFor();
          await areGood(page);
          await page.goto(gateway.httpUrl + PAGE);
        }
        await mentor!.getByRole('button', { name: `Mark as solved: ${ana.username}’s request` }).click();
        await mentor!.getByRole('dialog').waitFor();
        await student!.getByRole('button', { name: 'It is solved' }).click();
        await student!.getByRole('heading', { name: 'How was it?' }).waitFor();
        await areGood(student!);
        expect(complaints).toEqual([[], [], []]);
      },
      180_000,
    );
  });

  describe('where they are asked one after the other', () => {
    let gateway: BorrowedGateway;
    beforeAll(async () => {
      gateway = await borrowGateway({ ...HELPING, HELP_ROUTING: 'auto', HELP_OFFER_SECONDS: '15' });
    });
    afterAll(() => gateway.giveBack());

    it('have so many seconds to accept; then it is another’s turn', async () => {
      const subject = newSubject();
      const [ana, mia, mo] = await Promise.all([register(gateway), registerMentor(gateway), registerMentor(gateway)]);
      const mentor = await openSignedIn(browser, gateway, PAGE, mia);
      await becomeAvailable(mentor, subject);
      await ask(await connect(gateway, ana), 'help:request', { subject });
      await offerOf(mentor, ana)
        .getByText(/^\d+ seconds? left to accept$/)
        .waitFor();

      const other = await connect(gateway, mo);
      await ask(other, 'mentors:set', { availability: 'available', subjects: [subject] });
      await other.next('help:offered', { request: { subject } }, STEP_MS);
      await offerOf(mentor, ana).waitFor({ state: 'detached' });
    });
  });
});
