import { routes } from "@/lib/routes";
import { declare } from "./kind-facts";
import { nears } from "./notice-words";
import { MAIL_PROPS } from "./props";

const ordinary = { sender: "support", secret: false, byDefault: true, daily: false, fixed: null } as const;

/** Kinds of mail that tell staff that the promised time of an answer nears. */
export const ANSWER_KINDS = {
  "case-answer-near": declare({
    ...{ ...ordinary, audience: "agent", label: "Case answers almost due" },
    help: "When the promised time of an answer nears: in your cases, or as a lead.",
    props: MAIL_PROPS["case-answer-near"],
    notice: (props) => ({ title: nears(props), path: routes.staffCase(props.number) }),
  }),
  "request-answer-near": declare({
    ...{ ...ordinary, audience: "team", label: "Request answers almost due" },
    help: "When the promised time of an answer nears: in your requests, or as a lead.",
    props: MAIL_PROPS["request-answer-near"],
    notice: (props) => ({ title: nears(props), path: routes.staffRequest(props.number) }),
  }),
} as const;
