import type { Locator, Page } from 'playwright-core';

/** A file as somebody chooses it. */
export interface ChosenFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

export function fileOf(name: string, text: string): ChosenFile {
  return { name, mimeType: 'text/plain', buffer: Buffer.from(text) };
}

/** A picture of 640 × 320, half white, half black. */
export const PICTURE: ChosenFile = {
  name: 'board.png',
  mimeType: 'image/png',
  buffer: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAoAAAAFAAQAAAAAEtvCnAAAAcklEQVR42u3MgQAAAAwEofeX3hQOoADaRauEQqFQKBQKhUKhUCgUCoVCoVAoFAqFQqFQKBQKhUKhUCgUCoVCoVAoFAqFQqFQKBQKhUKhUCgUCoVCoVAoFAqFQqFQKBQKhUKhUCgUCoVCoVAoFAqFQqGweTy70OAdCah1AAAAAElFTkSuQmCC',
    'base64',
  ),
};

/** The files that go along with what is being written. */
export function trayOf(page: Page): Locator {
  return page.getByRole('list', { name: 'Files that go along' });
}

/** How large the picture of that name is shown; undefined while it is not there. */
export function pictureOn(page: Page, name: string): Promise<{ width: number; height: number } | undefined> {
  return page.evaluate<{ width: number; height: number } | undefined>(`(() => {
    const image = [...document.images].find(({ alt, naturalWidth }) => alt === '${name}' && naturalWidth > 0);
    return image && { width: image.width, height: image.height };
  })()`);
}

/** Drags a file from another window over the messages of a conversation, and lets it go there. */
export function dropOnMessages(page: Page, file: ChosenFile): Promise<void> {
  return give(
    page,
    file,
    `for (const type of ['dragenter', 'dragover', 'drop']) {
      document.querySelector('[role=log]').dispatchEvent(new DragEvent(type, { dataTransfer: given, bubbles: true, cancelable: true }));
    }`,
  );
}

/** Pastes a file where one writes. */
export function pasteIntoComposer(page: Page, file: ChosenFile): Promise<void> {
  return give(
    page,
    file,
    `document.querySelector('form textarea').dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: given, bubbles: true, cancelable: true }),
    );`,
  );
}

async function give(page: Page, { name, mimeType, buffer }: ChosenFile, deed: string): Promise<void> {
  const file = [[buffer.toString()], name, { type: mimeType }].map((part) => JSON.stringify(part)).join(', ');
  await page.evaluate(`{
    const given = new DataTransfer();
    given.items.add(new File(${file}));
    ${deed}
  }`);
}
