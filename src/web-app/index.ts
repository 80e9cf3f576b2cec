export { webApp } from './serve-web-app.js';
