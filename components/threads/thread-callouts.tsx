import { Callout } from "@/components/ui/callout";
import type { Expected } from "@/lib/threads/answer-clock/rules";
import { inBothZones } from "./two-zones";

/** Shown to a person who has just begun a thread. */
export function BegunCallout({ title, expected }: { title: string; expected: Expected | null }) {
  return (
    <Callout tone="success" role="status" title={title}>
      {expected && !expected.late
        ? `Expect an answer by ${inBothZones(expected)}, here and by mail. You can answer the mail as well.`
        : "The answer comes here and by mail. You can answer the mail as well."}
    </Callout>
  );
}

/** Shown after sending without JavaScript; with it the composer says so itself. */
export function SentCallout() {
  return (
    <noscript>
      <Callout tone="success" role="status">
        Your message was sent.
      </Callout>
    </noscript>
  );
}
