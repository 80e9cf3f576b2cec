import { lazy, type ComponentType, type LazyExoticComponent } from 'react';

const Nothing = (): null => null;

/** A part that is loaded when it is shown first, and that a page goes on without where it does not come. */
export function optional<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): LazyExoticComponent<ComponentType<Props>> {
  return lazy<ComponentType<Props>>(() =>
    load().then(
      (component) => ({ default: component }),
      () => ({ default: Nothing }),
    ),
  );
}
