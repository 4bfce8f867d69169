import type { ReactNode } from "react";

/*
 * Parts of the drawings. Lines have three classes: `ink` in the foreground, `far` in the background, and `flow`, in the
 * brand's accent, for what moves. Shapes are filled with the surface colour, so that the foreground hides what is
 * behind it in light and dark.
 */

export const ink = { className: "stroke-ink/75 fill-surface", strokeWidth: 1.5 } as const;
export const inkLine = { className: "stroke-ink/75 fill-none", strokeWidth: 1.5 } as const;
export const far = { className: "stroke-control/70 fill-canvas", strokeWidth: 1.25 } as const;
export const thin = { className: "stroke-control/70", strokeWidth: 1, fill: "none" } as const;
export const flow = { className: "stroke-accent", strokeWidth: 2.25, fill: "none" } as const;
export const signal = { className: "stroke-accent/60", strokeWidth: 1, strokeDasharray: "3 4", fill: "none" } as const;

/** The drawing's frame: 760 × 500, ground line at y = 440. Decorative: the words beside it say what it shows. */
export function Board({ children }: { children: ReactNode }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 760 500"
      className="h-auto w-full"
      strokeLinecap="round"
      strokeLinejoin="round"
      fontFamily="inherit"
    >
      <Graticule />
      {children}
    </svg>
  );
}

/** The grid of ticks of a drawing sheet. */
function Graticule() {
  const columns = Array.from({ length: 15 }, (_, index) => 30 + index * 50);
  const rows = Array.from({ length: 8 }, (_, index) => 40 + index * 50);
  return (
    <path
      className="stroke-line"
      strokeWidth="1"
      d={rows.flatMap((y) => columns.map((x) => `M${x - 2} ${y}h4M${x} ${y - 2}v4`)).join("")}
    />
  );
}

export function Ground() {
  return (
    <g {...thin}>
      <path d="M10 440H750" className="stroke-ink/75" strokeWidth="1.5" />
      <path d={Array.from({ length: 36 }, (_, index) => `M${24 + index * 20} 446l-6 8`).join("")} />
    </g>
  );
}

/** An instrument as in plant diagrams: a circle with function letters over the loop number. */
export function Instrument({ x, y, letters, loop }: { x: number; y: number; letters: string; loop: string }) {
  return (
    <g>
      <circle cx={x} cy={y} r="17" className="fill-surface stroke-accent" strokeWidth="1.5" />
      <path d={`M${x - 17} ${y}h34`} className="stroke-accent" strokeWidth="1" />
      <g className="fill-ink" fontSize="9" fontWeight="600" textAnchor="middle">
        <text x={x} y={y - 4.5}>
          {letters}
        </text>
        <text x={x} y={y + 11}>
          {loop}
        </text>
      </g>
    </g>
  );
}

/** A hand valve: two triangles, tip to tip. In a horizontal line unless `upright`. */
export function Valve({ x, y, upright }: { x: number; y: number; upright?: boolean }) {
  return (
    <path
      d={`M${x - 9} ${y - 6}v12l18-12v12z`}
      transform={upright ? `rotate(90 ${x} ${y})` : undefined}
      className="fill-surface stroke-accent"
      strokeWidth="1.5"
    />
  );
}

interface ScreenProps {
  x: number;
  y: number;
  title: string;
  readings: readonly { label: string; value: string }[];
  /** Values of the trend, evenly spaced in time: 0 is the bottom, 1 the top. */
  trend: readonly number[];
}

/** A control-room screen with three readings and a trend. 236 × 150. */
export function Screen({ x, y, title, readings, trend }: ScreenProps) {
  const points = trend.map((value, index) => `${14 + (index * 208) / (trend.length - 1)} ${136 - value * 62}`);
  const last = trend.at(-1) ?? 0;
  return (
    <g transform={`translate(${x} ${y})`}>
      <rect width="236" height="150" rx="8" className="fill-surface stroke-ink/75" strokeWidth="1.5" />
      <path d="M0 26H236" className="stroke-line" strokeWidth="1" />
      <text x="14" y="17.5" fontSize="10.5" fontWeight="600" className="fill-ink">
        {title}
      </text>
      <circle cx="220" cy="13.5" r="3.5" className="fill-success-mark" />
      {readings.map((reading, index) => (
        <g key={reading.label} transform={`translate(${14 + index * 74} 0)`}>
          <text y="43" fontSize="9.5" className="fill-muted">
            {reading.label}
          </text>
          <text y="60" fontSize="14" fontWeight="600" className="fill-ink tabular">
            {reading.value}
          </text>
        </g>
      ))}
      <path d="M14 136h208M14 105h208M14 74h208" className="stroke-line" strokeWidth="1" />
      <path d={`M${points.join("L")}L222 136L14 136Z`} className="fill-accent-soft" />
      <path d={`M${points.join("L")}`} {...flow} strokeWidth="2" />
      <circle cx="222" cy={136 - last * 62} r="3.5" className="fill-accent stroke-surface" strokeWidth="1.5" />
    </g>
  );
}
