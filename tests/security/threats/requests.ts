import { CASES, MONEY, OUTSIDERS, REQUESTS, type Threat, t } from "./threat";

export const INJECTION: readonly Threat[] = [
  t(
    49,
    "markup in what a client types",
    ["components/threads/text-links.test.ts", "are never anything that runs or misleads"],
    ["lib/mail/templates/render.test.ts", "keeps %j inert"],
    ["tests/integration/people/connect/connect.test.ts", "hostile input of a Connect form is stored and mailed inert"],
    ["tests/integration/sync/import.test.ts", "stores what looks like a formula or a page as the text that it is"],
  ),
  t(
    50,
    "markup that waits for staff",
    ["tests/integration/site/home-page/home-page.test.ts", "shows HTML tags as plain text"],
    ["tests/security/echo.test.ts", "is text on the client's page, and is text on the pages of staff too"],
  ),
  t(
    51,
    "a name that adds a header or a recipient",
    ["lib/mail/addresses.test.ts", "is one recipient with the very address, whatever the name"],
    [`${CASES}/mail/tell.test.ts`, "lets no name or subject add a header"],
  ),
  t(52, "a page that repeats its address", ["tests/security/echo.test.ts", "stands on no page for everybody"]),
  t(
    53,
    "script without a nonce",
    ["lib/gate/csp.test.ts", "runs scripts by nonce, with eval in development only"],
    ["tests/e2e/site/public.spec.ts", "every page carries the content security policy"],
  ),
  t(54, "a link that marketing leads astray", ["lib/gate/brand/allowed-link.test.ts", "may not be led to"]),
  t(
    55,
    "a formula in a CSV file",
    ["lib/kit/csv.test.ts", "which a spreadsheet would run as a formula"],
    [`${REQUESTS}/staff/renewals.test.ts`, "has every row of the list, safe for a spreadsheet"],
  ),
];

export const REQUEST_THREATS: readonly Threat[] = [
  t(
    58,
    "fields that the form does not have",
    ["tests/integration/people/settings/locked-fields.test.ts", "changes none of them for a client"],
    ["tests/integration/people/settings/locked-forms.test.ts", "is refused with such a field beside its own"],
  ),
  t(
    59,
    "a request that another site makes",
    [OUTSIDERS, "a form sent from another site changes nothing and signs nobody out"],
    ["lib/gate/actions/origin.test.ts", "isOwnRequest"],
  ),
  t(
    60,
    "a mail with another's name",
    [`${CASES}/mail/trust.test.ts`, "is kept unverified where %s"],
    [`${CASES}/mail/inbound.test.ts`, "is checked by the address, which is of one person and case"],
  ),
  t(
    61,
    "secrets in logs and error pages",
    ["tests/integration/scripts/commands.test.ts", "is printed by npm run %s without SQL and values"],
    [`${MONEY}/payments/stripe/strangers.test.ts`, "nothing that Stripe says of people or cards is written to the log"],
  ),
];
