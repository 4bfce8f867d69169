"use client";

import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent } from "react";
import { connect } from "./connection";

interface Props {
  /** Of liveStart: this session's alone, so tabs of whoever was signed in before are never heard. */
  channel: string;
  /** When the layout was made, in milliseconds since 1970. */
  since: number;
}

/** Keeps this browser's one stream for as long as the layout stands. */
export function LiveProvider({ channel, since }: Props) {
  const router = useRouter();
  // The page asked for again leads to sign-in.
  const onEnd = useEffectEvent(() => router.refresh());
  const start = useEffectEvent(() => connect({ channel, since, onEnd: () => onEnd() }));
  // biome-ignore lint/correctness/useExhaustiveDependencies: another session is another stream, a later moment is not.
  useEffect(() => start(), [channel]);
  return null;
}
