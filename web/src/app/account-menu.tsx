import { ChevronsUpDown, FlaskConical, LogOut, Settings } from 'lucide-react';
import { useNavigate } from 'react-router';
import { nameOf, type Identity } from '../account/identity.js';
import { useSignOut } from '../account/use-sign-out.js';
import { strings } from '../strings/index.js';
import { Avatar } from '../ui/avatar.js';
import { Menu, MenuItem, MenuSeparator } from '../ui/menu.js';

/** Who one is here, and the way out. */
export function AccountMenu({ identity }: { identity: Identity }) {
  const navigate = useNavigate();
  const signOut = useSignOut();
  const name = nameOf(identity);
  const role = identity.kind === 'guest' ? strings.app.guest : strings.account.settings.role[identity.user.role];
  const trigger = (
    <button
      type="button"
      className="flex min-h-14 w-full items-center gap-3 rounded-xl px-2 text-left transition-colors hover:bg-sunken"
    >
      <Avatar name={name} src={identity.kind === 'account' ? identity.user.avatarUrl : null} />
      <span className="grid min-w-0 grow leading-tight">
        <span className="truncate font-medium">
          <span className="sr-only">{strings.app.accountOf} </span>
          {name}
        </span>
        <span className="text-sm text-muted">{role}</span>
      </span>
      <ChevronsUpDown aria-hidden size={16} className="shrink-0 text-muted" />
    </button>
  );
  return (
    <Menu trigger={trigger} align="start">
      <MenuItem icon={<Settings aria-hidden size={18} />} onSelect={() => void navigate('/settings')}>
        {strings.app.settings}
      </MenuItem>
      <MenuItem icon={<FlaskConical aria-hidden size={18} />} onSelect={() => void navigate('/test')}>
        {strings.app.playground}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={<LogOut aria-hidden size={18} />} onSelect={() => void signOut()}>
        {strings.app.signOut}
      </MenuItem>
    </Menu>
  );
}
