/** Every command of the protocol that this gateway has. */
export const COMMANDS = [
  'auth:me',
  'auth:refresh',
  'rooms:create',
  'rooms:join',
  'rooms:leave',
  'rooms:list',
  'rooms:get',
  'rooms:announce',
  'chat:send',
  'chat:history',
  'chat:sync',
  'chat:typing',
];
