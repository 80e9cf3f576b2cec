import { clsx } from 'clsx';
import { Star } from 'lucide-react';

interface RatingProps {
  legend: string;
  /** Of the group of stars: they belong together by it. */
  name: string;
  value: number | undefined;
  onChange: (value: number) => void;
  /** Names one of them: `4 stars`. */
  labelOf: (stars: number) => string;
}

const STARS = [1, 2, 3, 4, 5];

/** One to five stars. */
export function Rating({ legend, name, value, onChange, labelOf }: RatingProps) {
  return (
    <fieldset className="grid gap-1.5">
      <legend className="pb-1.5 text-sm font-medium">{legend}</legend>
      <div className="-ml-2 flex">
        {STARS.map((stars) => (
          <label
            key={stars}
            title={labelOf(stars)}
            className="touch relative grid place-items-center rounded-xl text-warning has-focus-visible:outline-2 has-focus-visible:outline-accent"
          >
            <Star aria-hidden size={28} className={clsx(value !== undefined && stars <= value && 'fill-current')} />
            <input
              type="radio"
              name={name}
              value={stars}
              checked={value === stars}
              onChange={() => onChange(stars)}
              aria-label={labelOf(stars)}
              className="absolute inset-0 size-full cursor-pointer opacity-0"
            />
          </label>
        ))}
      </div>
    </fieldset>
  );
}
