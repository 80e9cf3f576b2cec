import { useNavigate } from 'react-router';
import { signOut } from './identity.js';

/** Home first: a page for people with an account would lead to the sign-in, and back to itself for whoever comes next. */
export function useSignOut(leave: () => Promise<void> = signOut): () => Promise<void> {
  const navigate = useNavigate();
  return async () => {
    await navigate('/');
    await leave();
  };
}
