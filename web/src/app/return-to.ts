import { useSearchParams } from 'react-router';

/** The way to a page of accounts, from where one is, and back again afterwards. */
export function pathWithReturn(path: string, from: string): string {
  return from === '/' ? path : `${path}?${new URLSearchParams({ to: from })}`;
}

/** Where one wanted to go before having to say who one is. Only ever a page of this app. */
export function useReturnTo(): string {
  const [parameters] = useSearchParams();
  const to = parameters.get('to') ?? '/';
  // `//elsewhere` and `/\elsewhere` are other sites to a browser.
  return /^\/(?![/\\])/.test(to) ? to : '/';
}
