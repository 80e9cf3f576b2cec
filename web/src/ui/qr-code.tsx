import qrcode from 'qrcode-generator';
import { useMemo } from 'react';

/** Light modules around it, without which cameras don't find it (ISO 18004 wants four). */
const QUIET = 4;

/** A text as a QR code: always dark on white, because many readers know no other. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { path, side } = useMemo(() => pathOf(text), [text]);
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 ${side} ${side}`} shapeRendering="crispEdges" className="w-full rounded-xl">
      <rect width={side} height={side} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}

function pathOf(text: string): { path: string; side: number } {
  const code = qrcode(0, 'M');
  code.addData(text);
  code.make();
  const count = code.getModuleCount();
  let path = '';
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < count; column++) {
      if (code.isDark(row, column)) path += `M${column + QUIET} ${row + QUIET}h1v1h-1z`;
    }
  }
  return { path, side: count + 2 * QUIET };
}
