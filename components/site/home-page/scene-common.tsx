import { Board, far, flow, Ground, Instrument, ink, Screen, signal, thin } from "./scene-parts";

/** A plant with a hall, silos and a tank: for a brand that has no drawing of its own. */
export function CommonScene() {
  return (
    <Board>
      <g {...far}>
        <path d="M60 440V238H92V440ZM104 440V274H136V440Z" />
        <path d="M60 238l4-10h24l4 10M104 274l4-10h24l4 10M60 290h32M60 350h32M104 330h32M104 380h32" {...thin} />
      </g>
      <Ground />
      <g>
        <path d="M188 340V222h20v118" {...ink} />
        <path d="M188 240h20" {...thin} />
        <path d="M168 440V330l56-40v40l56-40v40l56-40v40l56-40V440Z" {...ink} />
        <path
          d="M190 360h30v28h-30zM240 360h30v28h-30zM290 360h30v28h-30zM340 360h30v28h-30zM250 440v-34h44v34M272 440v-34"
          {...thin}
        />
      </g>
      <g>
        <path d="M440 440V250Q440 226 470 226T500 250V440ZM512 440V250Q512 226 542 226T572 250V440Z" {...ink} />
        <path d="M441 340H499V440H441ZM513 300H571V440H513Z" className="fill-accent-soft" />
        <path d="M440 290h60M440 340h60M440 390h60M512 300h60M512 350h60M512 400h60M500 262h12M500 272h12" {...thin} />
      </g>
      <g>
        <path d="M612 440V350Q664 326 716 350V440Z" {...ink} />
        <path d="M613 392H715V440H613Z" className="fill-accent-soft" />
        <path d="M612 350Q664 366 716 350M612 392Q664 402 716 392" {...thin} />
      </g>
      <path d="M392 410H440M572 420H612M470 226V196H542V226" {...flow} />
      <path d="M470 196V170M664 338V105H622" {...signal} />
      <Instrument x={416} y={374} letters="FT" loop="100" />
      <path d="M416 391V410" {...signal} />
      <Screen
        x={386}
        y={30}
        title="Line overview"
        readings={[
          { label: "Rate /h", value: "1,240" },
          { label: "Yield %", value: "98.7" },
          { label: "Level %", value: "63.0" },
        ]}
        trend={[0.24, 0.3, 0.36, 0.34, 0.46, 0.52, 0.48, 0.6, 0.66, 0.64, 0.72, 0.78]}
      />
    </Board>
  );
}
