import type { Metadata } from "next";
import { Message } from "@/components/layout/message";
import { ButtonLink } from "@/components/ui/button";
import { TextLink } from "@/components/ui/text-link";
import { getBrand } from "@/lib/gate/brand/current";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Another role’s room" };

/**
 * For staff only: a client who opens an address of the staff side sees that there is no such page. It is shown inside
 * the layout of the staff side.
 */
export default async function Forbidden() {
  const brand = await getBrand();
  return (
    <Message
      kicker="No entry"
      title="This room is for another role"
      actions={
        <ButtonLink href={routes.staff} variant="primary">
          Go to the overview
        </ButtonLink>
      }
    >
      <p>You are signed in, but your role does not open this page.</p>
      {brand && (
        <p>
          If it should, write to <TextLink href={`mailto:${brand.supportMailbox}`}>{brand.supportMailbox}</TextLink>.
        </p>
      )}
    </Message>
  );
}
