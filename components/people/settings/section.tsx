import type { ReactNode } from "react";
import { Callout } from "@/components/ui/callout";
import type { Section } from "@/lib/people/settings/schema";

const SECTION_LABELS: Readonly<Record<Section, string>> = {
  profile: "Profile",
  password: "Password",
  email: "Email preferences",
  sessions: "Active sessions",
  history: "Sign-in history",
  locked: "Only portal support can change these",
};

interface Props {
  id: Section;
  detail?: ReactNode;
  /** Sentence about what was just saved here. */
  done?: string | null;
  children: ReactNode;
}

export function SettingsSection({ id, detail, done, children }: Props) {
  return (
    <section id={id} aria-labelledby={`${id}-title`} className="grid min-w-0 scroll-mt-20 gap-4">
      <div className="grid gap-1">
        <h2 id={`${id}-title`} className="text-lg font-semibold">
          {SECTION_LABELS[id]}
        </h2>
        {detail && <p className="text-sm text-muted">{detail}</p>}
      </div>
      {done && (
        <Callout tone="success" role="status">
          {done}
        </Callout>
      )}
      {children}
    </section>
  );
}

/** Links to the sections; sticky on wide screens. */
export function SettingsNav({ sections }: { sections: readonly Section[] }) {
  return (
    <nav aria-label="Sections" className="no-print self-start text-sm lg:sticky lg:top-22">
      <ul className="grid border-l border-line max-lg:grid-cols-2 max-lg:gap-x-4 max-lg:border-l-0">
        {sections.map((section) => (
          <li key={section}>
            <a
              href={`#${section}`}
              className="flex min-h-11 items-center py-1 text-muted no-underline hover:text-ink lg:-ml-px lg:min-h-9 lg:border-l lg:border-transparent lg:pl-4 lg:hover:border-accent"
            >
              {SECTION_LABELS[section]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
