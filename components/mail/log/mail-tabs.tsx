import { Chip, ChipRow } from "@/components/ui/chip";
import { routes } from "@/lib/routes";

/** The chips of the two lists of mail. `sent`: whether the viewer may also read the list of sent mail. */
export function MailTabs({ box, sent }: { box: "sent" | "received"; sent: boolean }) {
  return (
    <ChipRow label="Mail">
      {sent && (
        <Chip href={routes.staffMail} selected={box === "sent"}>
          Sent
        </Chip>
      )}
      <Chip href={routes.staffReceived} selected={box === "received"}>
        Received
      </Chip>
    </ChipRow>
  );
}
