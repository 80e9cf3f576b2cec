export { MentorStatusModule } from './mentor-status.module.js';
