/**
 * What the app's page may do: run its own scripts, show its own styles, and talk to this gateway ('self' is its WebSockets too). No script
 * or style that stands in the page itself runs. Pictures and recordings may also come over HTTPS from elsewhere: people's pictures from
 * the app that knows them, files from the bucket that they are kept in. `upgrade-insecure-requests` is not there: a gateway on a home
 * network has no certificate.
 */
export const CONTENT_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data: https:",
  "media-src 'self' blob: https:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** Calls need the first three; nothing here needs the others. */
export const PERMISSIONS_POLICY = 'camera=(self), microphone=(self), display-capture=(self), geolocation=(), payment=(), usb=()';
