import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { strings } from '../strings/index.js';
import { Button, type ButtonProps } from './button.js';
import { toast } from './toasts.js';

const SHOWN_MS = 2_000;

interface CopyButtonProps extends Omit<ButtonProps, 'onClick' | 'icon'> {
  /** What is put on the clipboard. */
  text: string;
  children: string;
}

export function CopyButton({ text, children, ...rest }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      // Without TLS, or without leave, a page may not.
      toast(strings.ui.notCopied(text), { tone: 'danger' });
    }
  };
  const Icon = copied ? Check : Copy;
  return (
    <Button {...rest} icon={<Icon aria-hidden size={18} />} onClick={() => void copy()}>
      <span aria-live="polite">{copied ? strings.ui.copied : children}</span>
    </Button>
  );
}
