import { Tabs } from "@/components/ui/tabs";
import { routes } from "@/lib/routes";

/** The tabs of the two lists of mail. `sent`: whether the viewer may also read the list of sent mail. */
export function MailTabs({ box, sent }: { box: "sent" | "received"; sent: boolean }) {
  const tabs = [
    ...(sent ? [{ href: routes.staffMail, label: "Sent", selected: box === "sent" }] : []),
    { href: routes.staffReceived, label: "Received", selected: box === "received" },
  ];
  return <Tabs label="Mail" tabs={tabs} />;
}
