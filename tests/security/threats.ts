import { PAYMENTS } from "./threats/payments";
import { INJECTION, REQUEST_THREATS } from "./threats/requests";
import { FILE_THREATS, SEPARATION } from "./threats/separation";
import { SIGN_IN } from "./threats/sign-in";
import type { Threat } from "./threats/threat";

/* Published flaws of portals, help desks and billing systems, and the tests that show them absent here. */

/** How many classes of flaws there are. What cannot occur here is told in docs/security.md, under its number. */
export const THREAT_COUNT = 74;

export const THREATS: readonly Threat[] = [
  ...SEPARATION,
  ...FILE_THREATS,
  ...SIGN_IN,
  ...INJECTION,
  ...REQUEST_THREATS,
  ...PAYMENTS,
];
