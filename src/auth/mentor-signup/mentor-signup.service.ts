import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/index.js';
import { AppConfig } from '../../config/index.js';
import type { Transaction } from '../../database/index.js';
import type { Role } from '../../protocol/index.js';
import { newSecret, secretHash } from '../tokens/random-secret.js';
import { MentorInvitationRepository } from './mentor-invitation.repository.js';

const LIFETIME_SECONDS = 7 * 86_400;

/** What somebody who registers asks to be. */
export interface Wish {
  role?: Exclude<Role, 'admin'>;
  /** The code of an invitation. */
  invite?: string;
}

export interface Invitation {
  code: string;
  /** ISO 8601. */
  expiresAt: string;
}

/** Who may register as a mentor, as `MENTOR_SIGNUP` says. */
@Injectable()
export class MentorSignup {
  constructor(
    private readonly config: AppConfig,
    private readonly invitations: MentorInvitationRepository,
  ) {}

  /** Throws `FORBIDDEN` or `INVALID` for a wish that can't come true, before anything costs work. */
  check({ role, invite }: Wish): void {
    if (role !== 'mentor' || this.config.auth.mentorSignup === 'open') return;
    if (this.config.auth.mentorSignup === 'admin') {
      throw new AppError('FORBIDDEN', { message: 'Here an administrator makes mentors. Register without a role, and ask one.' });
    }
    if (invite === undefined) {
      throw new AppError('INVALID', {
        field: 'invite',
        message: 'Registering as a mentor takes the code of an invitation here.',
      });
    }
  }

  /** The role of the new account. An invitation is used up in the transaction that makes it. Throws `INVALID` for a bad one. */
  async roleIn(tx: Transaction, { role = 'student', invite }: Wish): Promise<Role> {
    const needsInvitation = role === 'mentor' && this.config.auth.mentorSignup === 'invite';
    if (needsInvitation && !(await this.invitations.use(tx, secretHash(invite ?? '')))) {
      throw new AppError('INVALID', { field: 'invite', message: 'This invitation is not good: it was used, or has expired.' });
    }
    return role;
  }

  /** Good for one registration within seven days. */
  async invite(createdBy: string | null): Promise<Invitation> {
    const code = newSecret();
    const expiresAt = await this.invitations.add(secretHash(code), createdBy, LIFETIME_SECONDS);
    return { code, expiresAt: expiresAt.toISOString() };
  }
}
