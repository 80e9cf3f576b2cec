import type { Availability } from '@lyceum/client';
import { CircleCheck, CircleDashed, CircleMinus, type LucideIcon } from 'lucide-react';
import { mentors } from '../strings/mentors.js';
import { Badge } from '../ui/badge.js';

const LOOKS = {
  available: { icon: CircleCheck, tone: 'success' },
  busy: { icon: CircleMinus, tone: 'warning' },
  offline: { icon: CircleDashed, tone: 'neutral' },
} as const satisfies Record<Availability, { icon: LucideIcon; tone: string }>;

/** Whether somebody can be asked: a word, a shape, and a colour. */
export function AvailabilityMark({ availability }: { availability: Availability }) {
  const { icon: Icon, tone } = LOOKS[availability];
  return (
    <Badge tone={tone}>
      <Icon aria-hidden size={14} />
      {mentors.availability[availability]}
    </Badge>
  );
}
