import { Link } from 'react-router';
import { strings } from '../strings/index.js';

/** The name, which leads home. */
export function Logo() {
  return (
    <Link to="/" className="touch inline-flex items-center gap-2.5 rounded-xl text-lg font-semibold tracking-tight">
      <img src="/icon.svg" alt="" width="32" height="32" />
      {strings.app.name}
    </Link>
  );
}
