import { Board, far, flow, Ground, Instrument, ink, inkLine, Screen, signal, thin, Valve } from "./scene-parts";

/** Columns, a drum on its steel frame, a sphere, tanks, and the control-room screen. */
export function ProcessPlantScene() {
  return (
    <Board>
      <CoolingTower />
      <StorageTank />
      <Flare />
      <Ground />
      <PipeRack />
      <SlimColumn />
      <TallColumn />
      <DrumOnFrame />
      <Sphere />
      <Lines />
      <path d="M274 192H330M497 205V170M618 262V180" {...signal} />
      <Instrument x={347} y={192} letters="TIC" loop="101" />
      <Instrument x={497} y={222} letters="LT" loop="204" />
      <Instrument x={618} y={279} letters="PT" loop="310" />
      <Screen
        x={486}
        y={30}
        title="Unit 100"
        readings={[
          { label: "Feed t/h", value: "48.2" },
          { label: "Top °F", value: "214.6" },
          { label: "Level %", value: "63.0" },
        ]}
        trend={[0.3, 0.34, 0.28, 0.42, 0.5, 0.44, 0.56, 0.62, 0.54, 0.66, 0.72, 0.7]}
      />
    </Board>
  );
}

function CoolingTower() {
  return (
    <g {...far}>
      <path d="M30 440C62 372 66 318 54 262H142C130 318 134 372 166 440Z" />
      <path d="M54 262Q98 272 142 262M58 290Q98 299 138 290M60 318Q98 326 136 318" {...thin} />
      <path d="M30 440l14-30 14 30 14-30 14 30 13-30 13 30 14-30 14 30 12-30 14 30" {...thin} />
      <path
        d="M72 246q-8-16 4-28t2-30M100 244q-8-18 5-32t1-36M126 246q-6-14 4-24t2-24"
        {...thin}
        strokeDasharray="2 5"
      />
    </g>
  );
}

function StorageTank() {
  return (
    <g {...far}>
      <path d="M668 440V330Q704 312 740 330V440Z" />
      <path d="M668 330Q704 342 740 330M668 366Q704 376 740 366M668 402Q704 412 740 402" {...thin} />
      <path d="M734 440V322h8" {...thin} />
    </g>
  );
}

function Flare() {
  return (
    <g {...thin}>
      <path d="M186 440 192 128H200L206 440M188 340h16M189 280h14M190 220h12M191 170h10" />
      <path d="M196 120c-9-10-3-17 0-27 4 9 10 15 0 27Z" className="stroke-accent fill-accent-soft" strokeWidth="1.5" />
    </g>
  );
}

function PipeRack() {
  const legs = [286, 366, 446, 526];
  return (
    <g {...thin}>
      <path d={legs.map((x) => `M${x} 440V398M${x - 12} 398h24`).join("")} />
      <path d="M262 384H560M262 390H560M262 396H560" />
    </g>
  );
}

function TallColumn() {
  const trays = Array.from({ length: 9 }, (_, index) => 132 + index * 26);
  return (
    <g>
      <path d="M228 402H268L276 440H220Z" {...ink} />
      <path d="M222 114Q222 84 248 84T274 114V384Q274 404 248 404T222 384Z" {...ink} />
      <path d="M223 330H273V384Q273 403 248 403T223 384Z" className="fill-accent-soft" />
      <path d={trays.map((y, index) => (index % 2 ? `M222 ${y}h38` : `M236 ${y}h38`)).join("")} {...thin} />
      <path
        d="M212 168H222M212 168v-16M222 152H206M212 250H222M212 250v-16M222 234H206M212 332H222M212 332v-16M222 316H206"
        {...thin}
      />
      <path d="M282 440V110M290 440V110" {...thin} />
      <path
        d={Array.from({ length: 32 }, (_, index) => `M282 ${116 + index * 10}h8`).join("")}
        {...thin}
        className="stroke-control/45"
      />
      <path d="M274 128H296M274 260H296" {...ink} />
    </g>
  );
}

function SlimColumn() {
  return (
    <g {...far}>
      <path d="M316 182Q316 164 330 164T344 182V392Q344 404 330 404T316 392Z" />
      <path d="M320 404l-4 36M340 404l4 36M316 250h28M316 300h28" {...thin} />
    </g>
  );
}

function DrumOnFrame() {
  return (
    <g>
      <path d="M392 440V268M520 440V268M456 440V268M384 268H528M392 340H520" {...inkLine} />
      <path d="M392 340 456 268 520 340M392 440 456 340 520 440" {...thin} />
      <path d="M388 262H524M388 248V262M524 248V262M388 254H524" {...thin} />
      <path d="M412 268l4-14M500 268l-4-14" {...ink} />
      <path d="M404 206H508Q526 206 526 230T508 254H404Q386 254 386 230T404 206Z" {...ink} />
      <path d="M387 234H525Q524 253 508 253H404Q388 253 387 234Z" className="fill-accent-soft" />
      <path d="M420 206V254M492 206V254" {...thin} />
    </g>
  );
}

function Sphere() {
  return (
    <g>
      <path d="M562 352 552 440M586 396V440M650 396V440M674 352 684 440M562 352 586 440M674 352 650 440" {...ink} />
      <circle cx="618" cy="342" r="62" {...ink} />
      <path d="M556.5 350A62 62 0 0 0 679.5 350Q618 366 556.5 350Z" className="fill-accent-soft" />
      <circle cx="618" cy="342" r="62" {...inkLine} />
      <path d="M556 342Q618 360 680 342M618 280Q588 342 618 404M618 280Q648 342 618 404" {...thin} />
      <path d="M600 280h36M604 280v-9h28v9" {...ink} />
    </g>
  );
}

function Lines() {
  return (
    <g>
      <path d="M248 84V58H372V182H404V206" {...flow} />
      <path d="M456 254V300H540V422H618V404" {...flow} />
      <path d="M274 372H298V422H540" {...flow} />
      <Valve x={312} y={58} />
      <Valve x={540} y={340} upright />
      <Valve x={420} y={422} />
      <circle cx="354" cy="422" r="11" {...ink} />
      <path d="M347 440 350 434M361 440 358 434M354 411H370V422" {...inkLine} />
    </g>
  );
}
