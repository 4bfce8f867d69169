import type { Brand } from "@/lib/gate/brand/types";
import { describeHours } from "@/lib/kit/open-words";
import { routes } from "@/lib/routes";

/** A piece of text. With `href` it is a link; `strong` is a label as the screen shows it. */
export type FaqInline = string | { readonly href: string; readonly label: string } | { readonly strong: string };

export type FaqBlock =
  | { readonly kind: "text"; readonly text: readonly FaqInline[] }
  | { readonly kind: "list" | "steps"; readonly items: readonly (readonly FaqInline[])[] };

export interface FaqEntry {
  /** The entry's anchor. It must not change, because links from outside use it. */
  readonly id: string;
  readonly question: string;
  readonly answer: readonly FaqBlock[];
}

export interface FaqSection {
  readonly id: string;
  readonly title: string;
  readonly entries: readonly FaqEntry[];
}

const text = (...parts: FaqInline[]): FaqBlock => ({ kind: "text", text: parts });
const list = (...items: (readonly FaqInline[])[]): FaqBlock => ({ kind: "list", items });
const steps = (...items: (readonly FaqInline[])[]): FaqBlock => ({ kind: "steps", items });
const mailbox = (address: string): FaqInline => ({ href: `mailto:${address}`, label: address });

/** The FAQ of a brand: questions of clients, answered with the brand's own facts. */
export function faqOf(brand: Brand): FaqSection[] {
  return [
    { id: "signing-in", title: "Signing in", entries: signingIn(brand) },
    { id: "inside", title: "What you find inside", entries: inside(brand) },
    { id: "your-details", title: "Your details", entries: yourDetails(brand) },
    { id: "help", title: "Help and upgrades", entries: help(brand) },
  ];
}

/** The entries that the home page shows, in its order. */
export function faqHighlights(brand: Brand): FaqEntry[] {
  const wanted = ["first-sign-in", "new-account", "more-than-one-company", "portal-support"];
  const entries = faqOf(brand).flatMap((section) => section.entries);
  return wanted.flatMap((id) => entries.filter((entry) => entry.id === id));
}

function signingIn(brand: Brand): FaqEntry[] {
  return [
    {
      id: "first-sign-in",
      question: `I already buy from ${brand.shortName}. How do I sign in for the first time?`,
      answer: [
        text("The same way as with a forgotten password: you set one by mail."),
        steps(
          ["Choose ", { href: routes.login, label: "Login" }, " in the upper right of the home page."],
          ["Choose ", { strong: "Don't remember your password?" }, " and enter the email address that we know you by."],
          ["Open the link in the mail and set your password. Then log in with it."],
        ),
        text(
          "The mail comes from ",
          mailbox(brand.resetSender),
          ". If it is not there within a few minutes, look in your spam filter and release mail from that address.",
        ),
      ],
    },
    {
      id: "forgotten-password",
      question: "I forgot my password. How do I reset it?",
      answer: [
        text(
          "On the login page, choose ",
          { href: routes.resetPassword, label: "Don't remember your password?" },
          " and enter your email address. The link in the mail works once and for 60 minutes; asking again makes the older link invalid. Setting a new password ends your sessions on other devices.",
        ),
        text("Reset mail always comes from ", mailbox(brand.resetSender), "."),
      ],
    },
    {
      id: "password-rules",
      question: "What must a password look like?",
      answer: [
        text("Five rules, checked as you type:"),
        list(
          ["It can’t be empty."],
          ["It has at least eight characters."],
          ["It has lower-case letters (a–z), upper-case letters (A–Z) and numbers (0–9), at least one of each."],
          ["It has at least one special character out of ", { strong: "!@#$%^&*" }, "."],
          ["No character stands more than twice in a row."],
        ),
      ],
    },
    {
      id: "new-account",
      question: "I have no account yet. How do I get one?",
      answer: [
        text(
          "Fill in ",
          { href: `${routes.home}#connect`, label: "Connect with Us" },
          " on the home page. Portal support ties you to your company and writes to you with the way to your first sign-in.",
        ),
      ],
    },
  ];
}

function inside(brand: Brand): FaqEntry[] {
  const related = brand.companyAccess === "primary_and_related";
  return [
    {
      id: "services",
      question: "What can I do in the portal?",
      answer: [
        list(
          [{ strong: "Invoices with Electronic Pay" }, ": see what is open and due, and pay it online."],
          [{ strong: "Estimates" }, ": see what we offered, with a link to the Quotation Portal."],
          [
            { strong: "Support Cases" },
            ", for authorized support clients: open a new case, follow your current cases and their status, message with support, and look back at historical ones.",
          ],
          [{ strong: "Chat with Technical Support" }, `: ${describeHours(brand.chatCalendar)}.`],
          [{ strong: "Your Account Team" }, ": the people who look after your company, one message away."],
        ),
      ],
    },
    {
      id: "more-than-one-company",
      question: "Can I have access to more than one company?",
      answer: [
        related
          ? text(
              "For support cases, yes: you reach the cases of every company that you are related to. Details and transactions, such as invoices, estimates and agreements, are those of your primary company only.",
            )
          : text(
              "No. You see the primary company that you are assigned to: its cases, its details and its transactions.",
            ),
      ],
    },
    {
      id: "subscriptions",
      question: "Where are my subscriptions and contracts?",
      answer: [
        text(
          "Your subscription manager or account manager sends them to you on request. Ask on the page ",
          { strong: "Your Account Team" },
          ".",
        ),
      ],
    },
    {
      id: "renewal",
      question: "How do I renew a subscription or support agreement?",
      answer: [
        text(
          "Write to a member of your team on the page ",
          { strong: "Your Account Team" },
          " and ask for guidance. The answer comes in the portal and by mail.",
        ),
      ],
    },
  ];
}

function yourDetails(brand: Brand): FaqEntry[] {
  return [
    {
      id: "update-details",
      question: "How do I change my contact details?",
      answer: [
        text(
          "In the menu ",
          { strong: "Settings" },
          " you change your phone numbers, addresses, password and email preferences.",
        ),
      ],
    },
    {
      id: "locked-details",
      question: "Why can’t I change or remove some of my details?",
      answer: [
        text(
          "Some details can be changed by administrators only. Write to ",
          mailbox(brand.supportMailbox),
          " and we do it for you.",
        ),
      ],
    },
  ];
}

function help(brand: Brand): FaqEntry[] {
  return [
    {
      id: "portal-support",
      question: "How do I reach portal support?",
      answer: [text("Write to ", mailbox(brand.supportMailbox), `. ${describeHours(brand.supportCalendar)}.`)],
    },
    {
      id: "upgrade",
      question: "How do I request an upgrade?",
      answer: [
        text(
          "Use the link ",
          { href: brand.home.upgradeUrl, label: brand.home.upgradeLabel },
          " on the home page, or go to ",
          { href: brand.home.upgradeUrl, label: brand.home.upgradeUrl.replace(/^https?:\/\//, "") },
          ".",
        ),
      ],
    },
    {
      id: "address",
      question: "What is the portal’s address?",
      answer: [text({ href: routes.home, label: brand.origin }, ". Everything begins on its home page.")],
    },
  ];
}
