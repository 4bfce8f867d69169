const PASSWORD = "Steel&Harbor27";

const ACCOUNTS = {
  Cimsoft: [
    ["plant.engineer@keystone.example", "Keystone Foods: support agreement, sees invoices, no pay"],
    ["ap.clerk@keystone.example", "Keystone Foods: accounts payable, sees and pays invoices"],
    ["first.time@keystone.example", "Keystone Foods: has never signed in, no password yet"],
    ["buyer@ridgeline.example", "Ridgeline Paper: no support agreement"],
  ],
  InSource: [
    ["plant.engineer@tidewater.example", "Tidewater Power: support agreement, sees invoices"],
    ["manager@harborview.example", "Harborview Water: every right"],
  ],
  "Staff of both brands": [
    ["account.manager@portal.example", "account manager"],
    ["subscription.manager@portal.example", "subscription manager"],
    ["support.agent@portal.example", "technical support"],
    ["portal.admin@portal.example", "administrator"],
    ["marketing@portal.example", "marketing"],
  ],
};

/** @typedef {{ offsetMs: number, hasMoved: boolean }} Clock Whether this start moved it, because chat was closed. */

/** @param {Clock} clock */
function clockWords({ offsetMs, hasMoved }) {
  const now = new Intl.DateTimeFormat("en-US", {
    timeZone: "America/New_York",
    weekday: "long",
    year: "numeric",
    month: "short",
    day: "numeric",
    hour: "numeric",
    minute: "2-digit",
  }).format(Date.now() + offsetMs);
  return hasMoved
    ? ["  Chat is closed at this hour, so the portal's time starts on the next working day:", `  ${now} Eastern.`]
    : [`  The portal's time is moved: it is ${now} Eastern.`];
}

/**
 * The text that a person gets when everything runs.
 * @param {{ sandboxPort: number, logs: string, origins: string, customDatabase: boolean, clock: Clock }} facts
 */
export function announcement({ sandboxPort, logs, origins, customDatabase, clock }) {
  const rule = "─".repeat(78);
  const lines = [rule, "The Client Portal is running.", ""];
  const shown = new Set();
  for (const pair of origins.split(",")) {
    const [key, origin] = pair.trim().split("=");
    if (shown.has(key)) continue;
    shown.add(key);
    const name = { cimsoft: "Cimsoft", insource: "InSource" }[key] ?? key;
    lines.push(`  ${name.padEnd(10)} ${origin}`);
  }
  lines.push(`  ${"Mail".padEnd(10)} http://localhost:${sandboxPort}/mail   (every mail that the portal sends)`);
  lines.push(
    `  ${"Payments".padEnd(10)} http://localhost:${sandboxPort}/       (what banks and webhooks do; no real money moves)`,
  );
  lines.push(`  ${"Clock".padEnd(10)} http://localhost:${sandboxPort}/#clock (moves the portal's time)`);
  if (clock.offsetMs !== 0) lines.push("", ...clockWords(clock));
  for (const [group, accounts] of Object.entries(ACCOUNTS)) {
    lines.push("", `  ${group}`);
    for (const [email, who] of accounts) lines.push(`    ${email.padEnd(38)} ${who}`);
  }
  lines.push("", `  The password of all of them: ${PASSWORD}`, "");
  lines.push("  If your browser does not find these addresses, add this line to your hosts file:");
  lines.push("    127.0.0.1 cimsoft.localhost insource.localhost", "");
  if (customDatabase) lines.push("  The data is in the database of DATABASE_URL.");
  lines.push(`  Logs are in ${logs}. Ctrl-C stops everything.`, rule);
  return lines.join("\n");
}
