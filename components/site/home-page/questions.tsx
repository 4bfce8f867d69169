import { ChevronDown } from "lucide-react";
import { FaqAnswer } from "@/components/site/faq/faq-answer";
import { TextLink } from "@/components/ui/text-link";
import type { Brand } from "@/lib/gate/brand/types";
import { routes } from "@/lib/routes";
import { faqHighlights } from "@/lib/site/faq/rules";
import { Section } from "./section";

/** A few questions of the guide; the answers open in place. */
export function Questions({ brand }: { brand: Brand }) {
  return (
    <Section
      split
      title="Questions"
      lead={
        <>
          The rest is in the <TextLink href={routes.faq}>FAQ guide</TextLink>.
        </>
      }
    >
      <div className="divide-y divide-line border-y border-line">
        {faqHighlights(brand).map((entry) => (
          <details key={entry.id} className="group">
            <summary className="flex min-h-14 items-center justify-between gap-4 py-3 font-semibold hover:text-accent">
              <h3 className="font-semibold">{entry.question}</h3>
              <ChevronDown
                aria-hidden
                size={18}
                className="flex-none text-muted transition-transform group-open:rotate-180"
              />
            </summary>
            <div className="pb-6">
              <FaqAnswer blocks={entry.answer} />
            </div>
          </details>
        ))}
      </div>
    </Section>
  );
}
