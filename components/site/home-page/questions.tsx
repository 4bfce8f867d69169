import { ChevronDown } from "lucide-react";
import { FaqAnswer } from "@/components/site/faq/faq-answer";
import { TextLink } from "@/components/ui/text-link";
import { routes } from "@/lib/routes";
import type { FaqEntry } from "@/lib/site/faq/rules";
import { Section } from "./section";

/** A few questions of the guide; the answers open in place. */
export function Questions({ entries }: { entries: readonly FaqEntry[] }) {
  if (entries.length === 0) return null;
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
        {entries.map((entry) => (
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
