import { useEffect, useState, type ComponentType } from 'react';
import { useLocation } from 'react-router';

/** Calls ring on every page. What they need is loaded right after the first one; where that fails, with the next page. */
export function CallsEverywhere() {
  const { pathname } = useLocation();
  const [Layer, setLayer] = useState<ComponentType>();
  const isLoaded = Layer !== undefined;
  useEffect(() => {
    if (isLoaded) return;
    let isCurrent = true;
    import('../calls/call-layer.js').then(
      ({ CallLayer }) => isCurrent && setLayer(() => CallLayer),
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [isLoaded, pathname]);
  return Layer === undefined ? null : <Layer />;
}
