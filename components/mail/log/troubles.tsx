import { Callout } from "@/components/ui/callout";
import { Instant } from "@/components/ui/facts";
import type { Trouble } from "@/lib/mail/log/queries";

const WORDS: Record<Trouble["what"], Record<Trouble["state"], { title: string; meaning: string }>> = {
  mail: {
    refusing: {
      title: "The mail provider does not answer",
      meaning: "Mails wait. They leave by themselves as soon as it answers, and it is asked less until then.",
    },
    slow: { title: "The mail provider is slow", meaning: "Mails leave one at a time, later than usual." },
  },
  stripe: {
    refusing: {
      title: "Stripe does not answer",
      meaning: "Clients cannot pay. What was begun is settled by itself as soon as Stripe answers.",
    },
    slow: { title: "Stripe is slow", meaning: "Who pays waits longer than usual." },
  },
  files: {
    refusing: {
      title: "The disk for files is full",
      meaning: "Nobody can attach a file until there is space on it. Messages without files are not touched by it.",
    },
    slow: { title: "The disk for files is slow", meaning: "Files take longer than usual." },
  },
};

interface Props {
  troubles: readonly Trouble[];
  /** The brands' names by key. */
  brands: Readonly<Record<string, string>>;
  zone: string;
}

/**
 * Shows administrators which services the portal depends on do not work as they should. Renders nothing if all are
 * well.
 */
export function Troubles({ troubles, brands, zone }: Props) {
  return troubles.map(({ what, brand, state, since }) => {
    const { title, meaning } = WORDS[what][state];
    return (
      <Callout
        key={`${what}:${brand}`}
        tone={state === "refusing" ? "danger" : "warning"}
        title={brand ? `${title} (${brands[brand] ?? brand})` : title}
        className="mb-4"
      >
        Since <Instant value={since} zone={zone} />. {meaning}
      </Callout>
    );
  });
}
