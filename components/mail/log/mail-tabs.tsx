import { Tabs } from "@/components/ui/tabs";
import { routes } from "@/lib/routes";

/** The two lists of mail. `sent`: the viewer may read that one, too. */
export function MailTabs({ box, sent }: { box: "sent" | "received"; sent: boolean }) {
  const tabs = [
    ...(sent ? [{ href: routes.staffMail, label: "Sent", selected: box === "sent" }] : []),
    { href: routes.staffReceived, label: "Received", selected: box === "received" },
  ];
  return <Tabs label="Mail" tabs={tabs} />;
}
