import type { AnswerLine } from "@/lib/threads/promises/staff/queries";

const HEIGHT = 120;
const STEP = 48;
const WIDTH = 32;

/**
 * Answers in time and late ones, a column each group, as a picture without scripts. The table below has the same
 * figures, so for screen readers it is one image with a name.
 */
export function AnswerChart({ lines, label }: { lines: readonly AnswerLine[]; label: string }) {
  const most = Math.max(1, ...lines.map(({ tally }) => tally.kept + tally.missed));
  const heightOf = (count: number) => (count / most) * HEIGHT;
  const width = lines.length * STEP;
  return (
    <figure className="grid gap-2 px-4 pt-4">
      <svg
        role="img"
        aria-label={label}
        viewBox={`0 0 ${width} ${HEIGHT + 2}`}
        width={width}
        height={HEIGHT + 2}
        preserveAspectRatio="none"
        className="block h-[122px] max-w-full"
      >
        <line x1="0" x2={width} y1={HEIGHT + 1} y2={HEIGHT + 1} className="stroke-line" strokeWidth="1" />
        {lines.map(({ key, label: name, tally: { kept, missed } }, place) => {
          const x = place * STEP + (STEP - WIDTH) / 2;
          const top = HEIGHT - heightOf(kept + missed);
          return (
            <g key={key}>
              <title>{`${name}: ${kept} in time, ${missed} late`}</title>
              <rect x={x} y={HEIGHT - heightOf(kept)} width={WIDTH} height={heightOf(kept)} className="fill-accent" />
              <rect x={x} y={top} width={WIDTH} height={heightOf(missed)} className="fill-danger-mark" />
            </g>
          );
        })}
      </svg>
      <figcaption className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted">
        <span>
          {lines[0]?.label}
          {lines.length > 1 && ` to ${lines.at(-1)?.label}`}
        </span>
        <span className="inline-flex items-center gap-1.5">
          <span aria-hidden className="size-2.5 rounded-sm bg-accent" />
          In time
        </span>
        <span className="inline-flex items-center gap-1.5">
          <span aria-hidden className="size-2.5 rounded-sm bg-danger-mark" />
          Late
        </span>
      </figcaption>
    </figure>
  );
}
