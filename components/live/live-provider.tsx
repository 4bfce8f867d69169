"use client";

import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent } from "react";
import { connect } from "./connection";
import { KeptOld } from "./kept-old";

interface Props {
  /** From liveStart: differs for each session, so that tabs of somebody who was signed in before are never heard. */
  channel: string;
  /** When the layout was made, in milliseconds since 1970. */
  since: number;
}

/** Keeps this browser's stream open while the layout is mounted. */
export function LiveProvider({ channel, since }: Props) {
  const router = useRouter();
  // The reload leads to sign-in.
  const onEnd = useEffectEvent(() => router.refresh());
  const start = useEffectEvent(() => connect({ channel, since, onEnd: () => onEnd() }));
  // biome-ignore lint/correctness/useExhaustiveDependencies: another session is another stream, a later moment is not.
  useEffect(() => start(), [channel]);
  return <KeptOld />;
}
