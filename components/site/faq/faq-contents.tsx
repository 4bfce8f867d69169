import type { FaqSection } from "@/lib/site/faq/rules";

/** All questions as links; sticky on wide screens. */
export function FaqContents({ sections }: { sections: readonly FaqSection[] }) {
  return (
    <nav
      aria-label="Questions"
      className="no-print self-start text-sm lg:sticky lg:top-24 lg:max-h-[calc(100dvh-8rem)] lg:overflow-y-auto"
    >
      <ul className="grid gap-6">
        {sections.map((section) => (
          <li key={section.id}>
            <p className="pb-1 font-semibold">{section.title}</p>
            <ul className="grid border-l border-line">
              {section.entries.map((entry) => (
                <li key={entry.id}>
                  <a
                    href={`#${entry.id}`}
                    className="-ml-px flex min-h-11 items-center border-l border-transparent py-1 pl-4 text-muted no-underline hover:border-accent hover:text-ink lg:min-h-8"
                  >
                    {entry.question}
                  </a>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </nav>
  );
}
