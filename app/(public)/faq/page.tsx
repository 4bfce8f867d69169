import type { Metadata } from "next";
import { FaqAnswer } from "@/components/site/faq/faq-answer";
import { FaqContents } from "@/components/site/faq/faq-contents";
import { requireBrand } from "@/lib/gate/brand/current";
import { faqOf } from "@/lib/site/faq/rules";

export const metadata: Metadata = { title: "FAQ guide" };

export default async function FaqPage() {
  const brand = await requireBrand();
  const sections = faqOf(brand);
  return (
    <div className="mx-auto grid max-w-[80rem] gap-x-16 gap-y-10 px-4 py-12 sm:px-8 lg:grid-cols-[18rem_minmax(0,1fr)] lg:py-16">
      <div className="grid gap-2 lg:col-span-2">
        <h1 className="text-display font-semibold tracking-[-0.025em]">How to make the portal yours</h1>
        <p className="max-w-[60ch] text-lg text-muted">
          What {brand.shortName} clients ask about signing in, what is inside, and where to get help.
        </p>
      </div>
      <FaqContents sections={sections} />
      <div className="grid content-start gap-14">
        {sections.map((section) => (
          <section key={section.id} id={section.id} aria-labelledby={`${section.id}-title`} className="grid gap-6">
            <h2 id={`${section.id}-title`} className="text-xl font-semibold tracking-[-0.015em]">
              {section.title}
            </h2>
            <div className="divide-y divide-line border-y border-line">
              {section.entries.map((entry) => (
                <article key={entry.id} id={entry.id} className="grid gap-3 py-6 target:bg-accent-soft target:px-4">
                  <h3 className="font-semibold">{entry.question}</h3>
                  <FaqAnswer blocks={entry.answer} />
                </article>
              ))}
            </div>
          </section>
        ))}
      </div>
    </div>
  );
}
