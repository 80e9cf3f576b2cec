import { Link, type LinkProps } from 'react-router';

/** A link in a sentence. */
export function TextLink(props: LinkProps) {
  return <Link {...props} className="rounded font-medium text-accent underline underline-offset-4 hover:text-accent-strong" />;
}
