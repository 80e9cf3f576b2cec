export { MentorStatusModule } from './mentor-status.module.js';
export { MentorStatuses } from './mentor-statuses.js';
