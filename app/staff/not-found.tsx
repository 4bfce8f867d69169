import type { Metadata } from "next";
import { Message } from "@/components/layout/message";
import { ButtonLink } from "@/components/ui/button";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Page not found" };

/** One text for both: it does not exist, or it belongs to a brand that the viewer does not work for. */
export default function StaffNotFound() {
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
