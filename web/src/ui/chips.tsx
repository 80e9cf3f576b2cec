import { ToggleGroup } from 'radix-ui';

interface ChipsProps {
  /** What is chosen here, for screen readers. */
  label: string;
  value: string;
  onChange: (value: string) => void;
  options: readonly { value: string; label: string; count?: number }[];
}

/** A choice of one of many short ones, which take the lines that they need. */
export function Chips({ label, value, onChange, options }: ChipsProps) {
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      value={value}
      onValueChange={(chosen) => {
        // Pressing the chosen one again would choose none.
        if (chosen !== '') onChange(chosen);
      }}
      className="flex flex-wrap gap-2"
    >
      {options.map((option) => (
        <ToggleGroup.Item
          key={option.value}
          value={option.value}
          className="inline-flex min-h-11 max-w-full items-center gap-2 rounded-full border border-control bg-surface px-4 text-sm font-medium transition-colors hover:border-ink data-[state=on]:border-accent data-[state=on]:bg-accent data-[state=on]:text-on-accent"
        >
          <span className="truncate">{option.label}</span>
          {option.count !== undefined && (
            <span aria-hidden className="tabular-nums">
              {option.count}
            </span>
          )}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
