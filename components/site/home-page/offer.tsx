import type { ReactNode } from "react";
import type { HomePage } from "@/lib/gate/brand/types";
import { Section } from "./section";

/** What the portal offers: a heading and the areas (`children`). */
export function Offer({ home, children }: { home: Pick<HomePage, "offerTitle" | "offerLead">; children: ReactNode }) {
  return (
    <Section raised title={home.offerTitle} lead={home.offerLead}>
      {children}
    </Section>
  );
}
