import { isPicture } from '../content-kind.js';

/** What browsers show by themselves and nothing in it runs; everything else is saved. */
export function isShownInline(contentType: string): boolean {
  return isPicture(contentType) || contentType === 'application/pdf' || /^(?:audio|video)\//.test(contentType);
}

/**
 * What it may do where it is opened by itself. Where everything is forbidden Chrome plays no audio and no video, and in a sandbox many a
 * browser shows no PDF; so what is shown is only kept from running anything, which its type, known by its content and not to be guessed
 * at, keeps it from already.
 */
export function contentSecurityPolicy(contentType: string): string {
  return isShownInline(contentType) ? "script-src 'none'; base-uri 'none'; form-action 'none'" : "sandbox; default-src 'none'";
}

/** RFC 6266, with the name as RFC 8187 writes it for who can read that, and in ASCII for who cannot. */
export function contentDisposition(name: string, contentType: string): string {
  const kind = isShownInline(contentType) ? 'inline' : 'attachment';
  const ascii = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^\x20-\x7e]/gu, '_')
    .replaceAll(/["\\%]/g, '_');
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encoded(name)}`;
}

/** `encodeURIComponent` leaves these, which RFC 8187 does not. */
function encoded(name: string): string {
  return encodeURIComponent(name).replaceAll(/['()*!]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
