import type { Brand } from "@/lib/gate/brand/types";
import { Section } from "./section";

export function Why({ brand }: { brand: Brand }) {
  const reasons = brand.home.why;
  return (
    <Section title={brand.home.whyTitle}>
      <ul className="grid gap-x-10 gap-y-8 md:grid-cols-2 lg:grid-cols-3">
        {reasons.map((reason) => (
          <li key={reason} className="border-t-2 border-accent pt-4 text-pretty">
            {reason}
          </li>
        ))}
      </ul>
    </Section>
  );
}
