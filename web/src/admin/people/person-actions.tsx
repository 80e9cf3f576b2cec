import type { AdminUser, Role } from '@lyceum/client';
import { Ban, PlugZap, UserRoundCheck } from 'lucide-react';
import { useIdentity } from '../../account/identity.js';
import { people } from '../../strings/admin-lists.js';
import { Button } from '../../ui/button.js';
import { SelectField } from '../../ui/inputs.js';
import { Notice } from '../../ui/notice.js';
import { useAdminHttp } from '../parts/admin-http.js';
import { useConfirmed } from '../parts/confirmed.js';

const said = people.panel;
const ROLES: readonly Role[] = ['student', 'mentor', 'admin'];

/** What an administrator may do about somebody: each is asked about first. Nobody does it to themselves here. */
export function PersonActions({ user, onChanged }: { user: AdminUser; onChanged: () => void }) {
  const http = useAdminHttp();
  const identity = useIdentity();
  const { ask, dialog } = useConfirmed();
  const { id, name, role, bannedAt } = user;
  const isSelf = identity?.kind === 'account' && identity.user.id === id;

  const changeRole = (next: Role): void =>
    ask({
      title: said.roleQuestions[next](name),
      text: said.roleText,
      confirm: said.roleConfirm,
      run: () => http.setRole(id, next),
      done: said.roleDone(name),
      after: onChanged,
    });
  const disconnect = (): void =>
    ask({
      title: said.disconnectQuestion(name),
      text: said.disconnectText,
      confirm: said.disconnect,
      run: () => http.disconnect(id),
      done: said.disconnectDone(name),
      after: onChanged,
    });
  const ban = (): void =>
    ask({
      title: said.banQuestion(name),
      text: said.banText,
      confirm: said.ban,
      run: () => http.ban(id),
      done: said.banDone(name),
      after: onChanged,
    });
  const unban = (): void =>
    ask({
      title: said.unbanQuestion(name),
      text: said.unbanText,
      confirm: said.unban,
      run: () => http.unban(id),
      done: said.unbanDone(name),
      after: onChanged,
    });

  return (
    <section className="grid gap-4">
      <h3 className="font-semibold">{said.actions}</h3>
      {isSelf ? (
        <Notice>{said.self}</Notice>
      ) : (
        <>
          <SelectField
            label={said.changeRole}
            value={role}
            onChange={({ target }) => {
              const next = ROLES.find((one) => one === target.value);
              if (next !== undefined && next !== role) changeRole(next);
            }}
          >
            {ROLES.map((one) => (
              <option key={one} value={one}>
                {people.roles[one]}
              </option>
            ))}
          </SelectField>
          <div className="flex flex-wrap gap-3">
            <Button icon={<PlugZap aria-hidden size={18} />} onClick={disconnect}>
              {said.disconnect}
            </Button>
            {bannedAt === null ? (
              <Button look="danger" icon={<Ban aria-hidden size={18} />} onClick={ban}>
                {said.ban}
              </Button>
            ) : (
              <Button icon={<UserRoundCheck aria-hidden size={18} />} onClick={unban}>
                {said.unban}
              </Button>
            )}
          </div>
        </>
      )}
      {dialog}
    </section>
  );
}
