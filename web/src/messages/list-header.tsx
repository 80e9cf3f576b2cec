import { Ban, EllipsisVertical, Phone, SquarePen } from 'lucide-react';
import { Link } from 'react-router';
import { messages as said } from '../strings/messages.js';
import { IconButton } from '../ui/button.js';
import { Menu, MenuItem } from '../ui/menu.js';
import { Tooltip } from '../ui/tooltip.js';

interface ListHeaderProps {
  /** A conversation stands beside it, whose name is the page's. */
  isAside: boolean;
  onNew: () => void;
  onBlocked: () => void;
}

/** Above the list of conversations. */
export function ListHeader({ isAside, onNew, onBlocked }: ListHeaderProps) {
  const Heading = isAside ? 'h2' : 'h1';
  return (
    <header className="flex min-h-16 shrink-0 items-center gap-1 py-1.5 pr-2 pl-4 lg:border-b lg:border-line">
      <Heading className="grow text-xl font-semibold tracking-tight">{said.title}</Heading>
      <Tooltip text={said.calls}>
        <Link
          to="/calls"
          aria-label={said.calls}
          className="touch grid shrink-0 place-items-center rounded-xl transition-colors hover:bg-sunken"
        >
          <Phone aria-hidden size={20} />
        </Link>
      </Tooltip>
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
        <MenuItem icon={<Ban aria-hidden size={18} />} onSelect={onBlocked}>
          {said.block.list}
        </MenuItem>
      </Menu>
    </header>
  );
}
