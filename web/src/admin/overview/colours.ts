/** Names of web/src/theme that charts draw with. */
export type Tone = 'accent' | 'warning' | 'muted' | 'line';

/** The colour as it is now, in words that a canvas knows: those of the theme may depend on light and dark. */
export function colourOf(within: HTMLElement, tone: Tone): string {
  const probe = document.createElement('span');
  probe.style.color = `var(--${tone})`;
  probe.hidden = true;
  within.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
