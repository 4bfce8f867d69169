"use client";

import { useEffect, useEffectEvent, useRef } from "react";
import { type Pulse, startPulse } from "./pulse";

/** Says that the page is there every 15 seconds while the component is mounted. The returned function says it at once. */
export function usePulse(say: () => void): () => void {
  const onBeat = useEffectEvent(say);
  const pulse = useRef<Pulse | null>(null);
  useEffect(() => {
    const own = startPulse(() => onBeat());
    pulse.current = own;
    return () => {
      own.stop();
      pulse.current = null;
    };
  }, []);
  return () => pulse.current?.now();
}
