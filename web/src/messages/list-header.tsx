import { Ban, EllipsisVertical, Phone, SquarePen } from 'lucide-react';
import { useNavigate } from 'react-router';
import { messages as said } from '../strings/messages.js';
import { IconButton } from '../ui/button.js';
import { Menu, MenuItem } from '../ui/menu.js';

interface ListHeaderProps {
  /** A conversation stands beside it, whose name is the page's. */
  isAside: boolean;
  onNew: () => void;
  onBlocked: () => void;
}

/** Above the list of conversations. */
export function ListHeader({ isAside, onNew, onBlocked }: ListHeaderProps) {
  const navigate = useNavigate();
  const Heading = isAside ? 'h2' : 'h1';
  const picture = { 'aria-hidden': true, size: 18 } as const;
  return (
    <header className="flex min-h-16 shrink-0 items-center gap-1 py-1.5 pr-2 pl-4 lg:border-b lg:border-line">
      <Heading className="grow text-xl font-semibold tracking-tight">{said.title}</Heading>
      <IconButton label={said.calls} onClick={() => void navigate('/calls')}>
        <Phone aria-hidden size={20} />
      </IconButton>
      <IconButton label={said.start} onClick={onNew}>
        <SquarePen aria-hidden size={20} />
      </IconButton>
      <Menu
        trigger={
          <IconButton label={said.listMenu}>
            <EllipsisVertical aria-hidden size={20} />
          </IconButton>
        }
      >
        <MenuItem icon={<SquarePen {...picture} />} onSelect={onNew}>
          {said.start}
        </MenuItem>
        <MenuItem icon={<Phone {...picture} />} onSelect={() => void navigate('/calls')}>
          {said.calls}
        </MenuItem>
        <MenuItem icon={<Ban {...picture} />} onSelect={onBlocked}>
          {said.block.list}
        </MenuItem>
      </Menu>
    </header>
  );
}
