import type { HomePage } from "@/lib/gate/brand/types";
import { Section } from "./section";

export function Why({ home }: { home: Pick<HomePage, "whyTitle" | "why"> }) {
  return (
    <Section title={home.whyTitle}>
      <ul className="grid gap-x-10 gap-y-8 md:grid-cols-2 lg:grid-cols-3">
        {home.why.map((reason) => (
          <li key={reason} className="border-t-2 border-accent pt-4 text-pretty wrap-anywhere">
            {reason}
          </li>
        ))}
      </ul>
    </Section>
  );
}
