export { Coalescer, type Telling } from './coalescer.js';
export { OnlinePeople } from './online-people.js';
export { PresenceModule } from './presence.module.js';
export { PresenceViews } from './presence-views.js';
