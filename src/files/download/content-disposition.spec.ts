import { describe, expect, it } from '@jest/globals';
import { contentDisposition, contentSecurityPolicy } from './content-disposition.js';

describe('contentDisposition', () => {
  it.each([
    ['notes.pdf', 'application/pdf', `inline; filename="notes.pdf"; filename*=UTF-8''notes.pdf`],
    ['Übung 1.png', 'image/png', `inline; filename="Ubung 1.png"; filename*=UTF-8''%C3%9Cbung%201.png`],
    ['宿題.zip', 'application/zip', `attachment; filename="__.zip"; filename*=UTF-8''%E5%AE%BF%E9%A1%8C.zip`],
    ['👩‍🏫.mp4', 'video/mp4', `inline; filename="___.mp4"; filename*=UTF-8''%F0%9F%91%A9%E2%80%8D%F0%9F%8F%AB.mp4`],
    [`it's (new)!.mp3`, 'audio/mpeg', `inline; filename="it's (new)!.mp3"; filename*=UTF-8''it%27s%20%28new%29%21.mp3`],
    ['100%.txt', 'text/plain', `attachment; filename="100_.txt"; filename*=UTF-8''100%25.txt`],
    ['page', 'application/octet-stream', `attachment; filename="page"; filename*=UTF-8''page`],
    ['vector.svg', 'image/svg+xml', `attachment; filename="vector.svg"; filename*=UTF-8''vector.svg`],
  ])('names %j of %s', (name, contentType, header) => {
    expect(contentDisposition(name, contentType)).toBe(header);
  });
});

describe('contentSecurityPolicy', () => {
  it.each(['application/pdf', 'image/png', 'image/avif', 'audio/mpeg', 'video/mp4'])('lets browsers show %s', (contentType) => {
    const policy = contentSecurityPolicy(contentType);
    expect(policy).toContain("script-src 'none'");
    // The one keeps PDFs from being shown, the other audio and video from being played.
    expect(policy).not.toMatch(/sandbox|default-src/);
  });

  it.each(['text/plain', 'image/svg+xml', 'text/html', 'application/octet-stream', 'image/tiff'])(
    'locks up %s',
    (contentType) => {
      expect(contentSecurityPolicy(contentType)).toBe("sandbox; default-src 'none'");
    },
  );
});
