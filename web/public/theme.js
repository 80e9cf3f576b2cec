// Loaded before anything is painted, so that whoever chose a theme never sees a flash of the other one.
/* global document, localStorage */
try {
  const chosen = localStorage.getItem('lyceum.theme');
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;
} catch {
  // Storage is closed to this page: the system's theme it is.
}
