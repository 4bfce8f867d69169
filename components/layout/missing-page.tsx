import { ButtonLink } from "@/components/ui/button";
import { TextLink } from "@/components/ui/text-link";
import type { Brand } from "@/lib/gate/brand/types";
import { routes } from "@/lib/routes";
import { Message } from "./message";
import { PublicHeader } from "./public-header";

/** Who reads that the page is missing, and the facts about the brand that the text needs. */
export type MissingProps =
  | { readonly side: "public"; readonly brand: Pick<Brand, "name" | "theme"> | null }
  | { readonly side: "client"; readonly mailbox: string | null }
  | { readonly side: "staff" };

export default function MissingPage(props: MissingProps) {
  if (props.side === "client") return <MissingForClient mailbox={props.mailbox} />;
  if (props.side === "staff") return <MissingForStaff />;
  return <MissingForAnyone brand={props.brand} />;
}

/** On a host that belongs to no brand it shows only one sentence, without the name and links of a brand. */
function MissingForAnyone({ brand }: { brand: Pick<Brand, "name" | "theme"> | null }) {
  if (!brand) {
    return (
      <main>
        <Message kicker="404" title="Page not found">
          <p>There is nothing at this address.</p>
        </Message>
      </main>
    );
  }
  return (
    <>
      <PublicHeader brand={brand} />
      <main id="content" tabIndex={-1} className="outline-none">
        <Message
          drawing={<OpenPipe />}
          kicker="Page not found"
          title="There is nothing at this address"
          actions={
            <>
              <ButtonLink href={routes.dashboard} variant="primary">
                Go to the dashboard
              </ButtonLink>
              <ButtonLink href={routes.home}>Go to the home page</ButtonLink>
            </>
          }
        >
          <p>It may have moved, the link may be incomplete, or your account may not reach what is there.</p>
        </Message>
      </main>
    </>
  );
}

/**
 * One text for three cases: the thing does not exist, belongs to another company, or needs a right that this contact
 * lacks.
 */
function MissingForClient({ mailbox }: { mailbox: string | null }) {
  return (
    <Message
      kicker="Page not found"
      title="There is nothing at this address"
      actions={
        <ButtonLink href={routes.dashboard} variant="primary">
          Go to the dashboard
        </ButtonLink>
      }
    >
      <p>It may have moved, the link may be incomplete, or your account may not reach what is there.</p>
      {mailbox && (
        <p>
          If you expected something here, write to <TextLink href={`mailto:${mailbox}`}>{mailbox}</TextLink>.
        </p>
      )}
    </Message>
  );
}

/** One text for two cases: the thing does not exist, or belongs to a brand that the viewer does not work for. */
function MissingForStaff() {
  return (
    <Message
      kicker="Page not found"
      title="There is nothing at this address"
      actions={
        <ButtonLink href={routes.staff} variant="primary">
          Go to the overview
        </ButtonLink>
      }
    >
      <p>It may have moved, the link may be incomplete, or it belongs to a brand that is not yours.</p>
    </Message>
  );
}

/** A drawing: a pipe that ends at an open flange. */
function OpenPipe() {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 240 64"
      className="mb-4 h-16 self-start justify-self-start fill-surface stroke-control"
      strokeWidth="1.5"
      strokeLinejoin="round"
    >
      <path d="M2 24h60v16H2zM98 24h58v16H98z" />
      <path d="M62 18h6v28h-6zM92 18h6v28h-6zM156 18h6v28h-6z" />
      <path d="M68 22l24 20V22L68 42zM80 32V12M70 12h20" className="stroke-accent" />
      <path d="M174 32h8M194 32h8M214 32h8M234 32h4" className="stroke-accent" strokeLinecap="round" />
    </svg>
  );
}
