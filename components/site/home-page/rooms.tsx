import clsx from "clsx";
import type { ReactNode } from "react";
import { OpenState } from "@/components/site/hours/open-state";
import type { Brand } from "@/lib/gate/brand/types";
import { describeHours } from "@/lib/kit/open-words";
import { businessToday } from "@/lib/kit/time";
import { CasesMiniature, ChatMiniature, EstimateMiniature, InvoicesMiniature, TeamMiniature } from "./miniatures";

/** The areas of the portal, each with a small illustration. */
export function Rooms({ brand }: { brand: Brand }) {
  const today = businessToday(brand.zone);
  return (
    <div className="grid gap-x-8 gap-y-12 lg:grid-cols-12">
      <Room wide title="Invoices with Electronic Pay" text="See what is open and due, and pay it by card or bank.">
        <InvoicesMiniature today={today} currency={brand.currency} />
      </Room>
      <Room
        title="Support Cases"
        text="Authorized support clients open cases, follow their status, and message with support."
      >
        <CasesMiniature />
      </Room>
      <Room third title="Estimates" text="What we offered and until when, with a link to the Quotation Portal.">
        <EstimateMiniature today={today} currency={brand.currency} />
      </Room>
      <Room third title="Chat with Technical Support" text={`${describeHours(brand.chatCalendar)}.`}>
        <ChatMiniature>
          <OpenState brand={brand} kind="chat" />
        </ChatMiniature>
      </Room>
      <Room third title="Your Account Team" text="Subscriptions, contracts, renewals: ask the people who know you.">
        <TeamMiniature />
      </Room>
    </div>
  );
}

interface RoomProps {
  title: string;
  text: string;
  wide?: boolean;
  third?: boolean;
  children: ReactNode;
}

function Room({ title, text, wide, third, children }: RoomProps) {
  return (
    <div
      className={clsx(
        "grid min-w-0 content-start gap-5",
        third ? "lg:col-span-4" : wide ? "lg:col-span-7" : "lg:col-span-5",
      )}
    >
      <div className="grid gap-1">
        <h3 className="font-semibold">{title}</h3>
        <p className="max-w-[56ch] text-sm text-muted">{text}</p>
      </div>
      {children}
    </div>
  );
}
