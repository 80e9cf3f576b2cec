import { LoaderCircle } from 'lucide-react';

/** Something is under way. What, is said by the text beside it. */
export function Spinner({ size = 18 }: { size?: number }) {
  return <LoaderCircle aria-hidden size={size} className="animate-spin" />;
}
