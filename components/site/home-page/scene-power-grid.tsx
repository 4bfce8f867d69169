import { Board, far, flow, Ground, Instrument, ink, inkLine, Screen, signal, thin } from "./scene-parts";

/** Wind turbines on a ridge, a solar field, a substation with its power line, and the control-room screen. */
export function PowerGridScene() {
  return (
    <Board>
      <path
        d="M10 372C90 318 150 330 214 352S352 304 430 322 590 380 750 336"
        className="stroke-control/60"
        strokeWidth="1.25"
        fill="none"
      />
      <path d="M10 400C120 372 190 384 270 392S470 366 560 384 690 396 750 380" {...thin} />
      <Turbine x={72} base={344} height={128} reach={54} turn={14} distant />
      <Turbine x={312} base={332} height={88} reach={40} turn={20} distant />
      <Turbine x={184} base={440} height={268} reach={98} turn={-8} />
      <Conductors />
      <Pylon x={640} base={440} height={226} />
      <Pylon x={486} base={352} height={112} distant />
      <Ground />
      <SolarField />
      <Substation />
      <path d="M412 372V300M412 266V186" {...signal} />
      <Instrument x={412} y={283} letters="JT" loop="220" />
      <Screen
        x={330}
        y={36}
        title="Grid overview"
        readings={[
          { label: "Load MW", value: "214.0" },
          { label: "Frequency Hz", value: "60.00" },
          { label: "Reserve %", value: "18.4" },
        ]}
        trend={[0.18, 0.16, 0.22, 0.36, 0.58, 0.74, 0.7, 0.64, 0.68, 0.82, 0.9, 0.76]}
      />
    </Board>
  );
}

interface TurbineProps {
  x: number;
  base: number;
  height: number;
  /** Length of a blade. */
  reach: number;
  /** Degrees by which the rotor is turned. */
  turn: number;
  distant?: boolean;
}

function Turbine({ x, base, height, reach, turn, distant }: TurbineProps) {
  const style = distant ? far : ink;
  const hub = base - height;
  const foot = distant ? 4 : 8;
  const neck = distant ? 2 : 3.5;
  const blade = `M${x} ${hub}C${x + reach * 0.12} ${hub - reach * 0.2} ${x + reach * 0.07} ${hub - reach * 0.7} ${x} ${hub - reach}C${x - reach * 0.03} ${hub - reach * 0.6} ${x - reach * 0.06} ${hub - reach * 0.2} ${x} ${hub}Z`;
  return (
    <g>
      <path d={`M${x - foot} ${base}L${x - neck} ${hub}H${x + neck}L${x + foot} ${base}Z`} {...style} />
      {!distant && <path d={`M${x - 4} ${base}v-18h8v18`} {...thin} />}
      {[0, 120, 240].map((angle) => (
        <path key={angle} d={blade} transform={`rotate(${turn + angle} ${x} ${hub})`} {...style} />
      ))}
      <circle cx={x} cy={hub} r={distant ? 3.5 : 6} className="fill-surface stroke-accent" strokeWidth="1.75" />
    </g>
  );
}

/** A lattice mast with three cross-arms. */
function Pylon({ x, base, height, distant }: { x: number; base: number; height: number; distant?: boolean }) {
  const top = base - height;
  const foot = height * 0.16;
  const waist = height * 0.045;
  const at = (share: number) => base - height * share;
  const half = (share: number) => foot - (foot - waist) * Math.min(1, share / 0.62);
  const steps = [0, 0.16, 0.31, 0.44, 0.55, 0.66, 0.78, 0.9];
  const lattice = steps
    .slice(0, -1)
    .map((share, index) => {
      const next = steps[index + 1] ?? 1;
      return `M${x - half(share)} ${at(share)}L${x + half(next)} ${at(next)}M${x + half(share)} ${at(share)}L${x - half(next)} ${at(next)}M${x - half(next)} ${at(next)}H${x + half(next)}`;
    })
    .join("");
  const arms = armHeights.map((share, index) => {
    const reach = height * (armReach[index] ?? 0.2);
    return `M${x - reach} ${at(share)}L${x - waist} ${at(share + 0.045)}M${x + reach} ${at(share)}L${x + waist} ${at(share + 0.045)}M${x - reach} ${at(share)}H${x + reach}M${x - reach} ${at(share)}v${height * 0.045}M${x + reach} ${at(share)}v${height * 0.045}`;
  });
  const style = distant ? thin : inkLine;
  return (
    <g>
      <path d={lattice} {...thin} />
      <path
        d={`M${x - foot} ${base}L${x - waist} ${at(0.62)}V${at(0.9)}L${x} ${top}L${x + waist} ${at(0.9)}V${at(0.62)}L${x + foot} ${base}${arms.join("")}`}
        {...style}
      />
    </g>
  );
}

const armHeights = [0.62, 0.74, 0.86];
const armReach = [0.2, 0.25, 0.17];

/** Wires between the two masts, leaving the drawing at the right. */
function Conductors() {
  const wires = armHeights.flatMap((share, index) =>
    [-1, 1].map((side) => {
      const reach = armReach[index] ?? 0.2;
      const near = { x: 640 + side * 226 * reach, y: 440 - 226 * share + 10 };
      const distant = { x: 486 + side * 112 * reach, y: 352 - 112 * share + 5 };
      const middle = (near.x + distant.x) / 2;
      return {
        between: `M${distant.x} ${distant.y}Q${middle} ${Math.max(near.y, distant.y) + 14} ${near.x} ${near.y}`,
        onward: `M${near.x} ${near.y}Q${(near.x + 770) / 2} ${near.y + 30} 770 ${near.y - 6}`,
      };
    }),
  );
  return (
    <g>
      <path d={wires.map((wire) => wire.between).join("")} {...thin} />
      <path d={wires.map((wire) => wire.onward).join("")} {...flow} strokeWidth="1.5" />
    </g>
  );
}

function SolarField() {
  const panels = [22, 76, 248, 302];
  return (
    <g>
      {panels.map((x) => (
        <g key={x}>
          <path d={`M${x + 12} 440V424M${x + 40} 440V424`} {...ink} />
          <path d={`M${x} 430 ${x + 14} 402H${x + 56}L${x + 44} 430Z`} {...ink} />
          <path d={`M${x + 1.5} 429 ${x + 15} 403H${x + 54.5}L${x + 43} 429Z`} className="fill-accent-soft" />
          <path d={`M${x + 7} 416H${x + 50}M${x + 15} 430 ${x + 28} 402M${x + 30} 430 ${x + 42} 402`} {...thin} />
        </g>
      ))}
    </g>
  );
}

/** A transformer with radiators and bushings under its gantry. */
function Substation() {
  return (
    <g>
      <path d="M380 440V352M382 440V352M560 440V352M562 440V352M372 352H570M372 358H570" {...inkLine} />
      <path d="M372 352l12 6 12-6 12 6 12-6 12 6 12-6 12 6 12-6 12 6 12-6 12 6 12-6 12 6 12-6 12 6 12-6" {...thin} />
      <path d="M434 432V396H512V432Z" {...ink} />
      <path d="M426 432h94v8h-94zM442 402v24M450 402v24M458 402v24M488 402v24M496 402v24M504 402v24" {...inkLine} />
      {[450, 473, 496].map((x) => (
        <g key={x}>
          <path d={`M${x} 396V372M${x - 4} 390h8M${x - 4} 384h8M${x - 3} 378h6`} {...ink} />
          <path d={`M${x} 372V358`} {...flow} />
          <circle cx={x} cy="371" r="2.5" className="fill-accent" />
        </g>
      ))}
      <path d="M188 470H412V440M412 440V358" {...flow} />
      <path d="M188 440V470" {...flow} />
      <path d="M520 420H540V358" {...flow} />
      <path d="M540 358Q580 372 594 310" {...flow} strokeWidth="1.5" />
    </g>
  );
}
