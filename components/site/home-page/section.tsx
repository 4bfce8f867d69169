import clsx from "clsx";
import type { ReactNode } from "react";

interface Props {
  id?: string;
  title: ReactNode;
  lead?: ReactNode;
  /** Level of the title's heading; 1 where the section is the page. */
  level?: 1 | 2;
  /** In the surface colour instead of the page's background. */
  raised?: boolean;
  /** Title at the left, content at the right, from 1024 px. */
  split?: boolean;
  children: ReactNode;
}

export function Section({ id, title, lead, level = 2, raised, split, children }: Props) {
  const Heading = level === 1 ? "h1" : "h2";
  return (
    <section id={id} className={clsx("border-t border-line", raised && "bg-surface")}>
      <div
        className={clsx(
          "mx-auto grid max-w-[80rem] gap-x-16 gap-y-10 px-4 py-14 sm:px-8 lg:py-20",
          split && "lg:grid-cols-[5fr_7fr]",
        )}
      >
        <div className="grid content-start gap-2">
          <Heading className="wrap-anywhere text-xl font-semibold tracking-[-0.02em] lg:text-2xl">{title}</Heading>
          {lead && <p className="max-w-[62ch] text-muted wrap-anywhere">{lead}</p>}
        </div>
        {children}
      </div>
    </section>
  );
}
