export { HelpLoad } from './help/help-load.js';
export { MentorStatusModule } from './mentor-status.module.js';
export { MentorStatuses } from './mentor-statuses.js';
