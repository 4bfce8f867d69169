import { declare } from "./kind-facts";
import { MAIL_PROPS } from "./props";

const ordinary = { sender: "support", secret: false, byDefault: true, daily: false, notice: null } as const;
const ofVisitors = { ...ordinary, audience: "visitor", fixed: "It answers what was sent from the home page." } as const;

/** Kinds of mail about Connect with Us: to the visitor, who has no account, and to portal support. */
export const VISITOR_KINDS = {
  "connect-received": declare({
    ...{ ...ofVisitors, audience: "portal-support" },
    ...{ label: "Connect with Us", help: "When a visitor asks for an account." },
    props: MAIL_PROPS["connect-received"],
  }),
  "connect-acknowledged": declare({
    ...{ ...ofVisitors, label: "Connect with Us, acknowledged" },
    help: "When a visitor whose address is confirmed has written again.",
    props: MAIL_PROPS["connect-acknowledged"],
  }),
  /** Goes to the address that a visitor typed: whoever reads it there can confirm it. */
  "connect-confirm": declare({
    ...{ ...ofVisitors, secret: true, label: "Connect with Us, link that confirms the address" },
    help: "When a visitor has asked for an account.",
    props: MAIL_PROPS["connect-confirm"],
  }),
  "connect-declined": declare({
    ...{ ...ofVisitors, label: "Connect with Us, declined" },
    help: "When portal support has declined to open an account.",
    props: MAIL_PROPS["connect-declined"],
  }),
  "connect-late": declare({
    ...{ ...ofVisitors, audience: "portal-support", label: "Connect with Us, waiting too long" },
    help: "When a visitor has waited for more than a business day.",
    props: MAIL_PROPS["connect-late"],
  }),
} as const;
