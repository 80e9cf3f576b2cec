import { CreateUsersRoomsMessages1765000000000 } from './1765000000000-CreateUsersRoomsMessages.js';

/** Every migration, oldest first. Listed and not globbed: a bundler, a typo or a stray file must not decide what runs. */
export const MIGRATIONS = [CreateUsersRoomsMessages1765000000000];
