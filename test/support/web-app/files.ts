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

/** Drags a file from another window over an element, and lets it go there. */
export function dropOn(onto: Locator, file: ChosenFile): Promise<void> {
  return give(
    onto,
    file,
    `for (const type of ['dragenter', 'dragover', 'drop']) {
    element.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
  }`,
  );
}

/** Pastes a file there. */
export function pasteInto(into: Locator, file: ChosenFile): Promise<void> {
  return give(
    into,
    file,
    `element.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));`,
  );
}

async function give(to: Locator, { name, mimeType, buffer }: ChosenFile, deed: string): Promise<void> {
  const given = JSON.stringify({ name, mimeType, text: buffer.toString() });
  await to.evaluate(`(element) => {
    const { name, mimeType, text } = ${given};
    const data = new DataTransfer();
    data.items.add(new File([text], name, { type: mimeType }));
    ${deed}
  }`);
}
