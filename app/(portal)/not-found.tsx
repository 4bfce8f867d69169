import type { Metadata } from "next";
import { Message } from "@/components/layout/message";
import { ButtonLink } from "@/components/ui/button";
import { TextLink } from "@/components/ui/text-link";
import { getBrand } from "@/lib/gate/brand/current";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Page not found" };

/** One text for all three: it does not exist, it is another company's, it needs a right that this contact lacks. */
export default async function PortalNotFound() {
  const brand = await getBrand();
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
      {brand && (
        <p>
          If you expected something here, write to{" "}
          <TextLink href={`mailto:${brand.supportMailbox}`}>{brand.supportMailbox}</TextLink>.
        </p>
      )}
    </Message>
  );
}
