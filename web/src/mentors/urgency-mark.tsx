import type { Urgency } from '@lyceum/client';
import { ChevronDown, ChevronUp, ChevronsUp, type LucideIcon } from 'lucide-react';
import { mentors } from '../strings/mentors.js';
import { Badge } from '../ui/badge.js';

const LOOKS = {
  low: { icon: ChevronDown, tone: 'neutral' },
  medium: { icon: ChevronUp, tone: 'accent' },
  high: { icon: ChevronsUp, tone: 'danger' },
} as const satisfies Record<Urgency, { icon: LucideIcon; tone: string }>;

/** How urgent it is: a word, a shape, and a colour. */
export function UrgencyMark({ urgency }: { urgency: Urgency }) {
  const { icon: Icon, tone } = LOOKS[urgency];
  return (
    <Badge tone={tone}>
      <Icon aria-hidden size={14} />
      {mentors.urgency[urgency]}
    </Badge>
  );
}
