import { useEffect, useState, type KeyboardEvent, type PointerEvent } from "react";

interface SplitterProps {
  readonly label: string;
  /** How much of the whole the part before it has, in percent. */
  readonly share: number;
  readonly onChange: (share: number) => void;
  /** From this width of the window on it stands upright, between parts that are side by side. */
  readonly uprightFrom: number;
}

/** Neither part becomes smaller than this, in percent. */
const LEAST = 15;
const STEP = 5;

/** A line at the edge of a part that is dragged, or moved with the arrow keys, to share the place of both with the part before it. */
export function Splitter({ label, share, onChange, uprightFrom }: SplitterProps) {
  const upright = useWideWindow(uprightFrom);
  const move = (to: number): void => onChange(Math.round(Math.min(100 - LEAST, Math.max(LEAST, to))));
  const drag = (event: PointerEvent<HTMLDivElement>): void => {
    const whole = event.currentTarget.parentElement?.parentElement?.getBoundingClientRect();
    if (!whole || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    move(upright ? (100 * (event.clientX - whole.left)) / whole.width : (100 * (event.clientY - whole.top)) / whole.height);
  };
  const press = (event: KeyboardEvent): void => {
    const [less, more] = upright ? ["ArrowLeft", "ArrowRight"] : ["ArrowUp", "ArrowDown"];
    if (event.key !== less && event.key !== more) return;
    event.preventDefault();
    move(share + (event.key === more ? STEP : -STEP));
  };
  return (
    <div
      className="splitter"
      role="separator"
      tabIndex={0}
      aria-label={label}
      title={`${label}: drag, or press the arrow keys`}
      aria-orientation={upright ? "vertical" : "horizontal"}
      aria-valuenow={share}
      aria-valuemin={LEAST}
      aria-valuemax={100 - LEAST}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onKeyDown={press}
    />
  );
}

function useWideWindow(from: number): boolean {
  const [query] = useState(() => window.matchMedia(`(min-width: ${from}px)`));
  const [wide, setWide] = useState(query.matches);
  useEffect(() => {
    const follow = (): void => setWide(query.matches);
    query.addEventListener("change", follow);
    return () => query.removeEventListener("change", follow);
  }, [query]);
  return wide;
}
