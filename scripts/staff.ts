import { parseArgs } from "node:util";
import { closePool } from "@/db/client";
import { STAFF_ROLES, type StaffRole } from "@/db/schema/constants";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { addStaff, type NewStaff } from "@/lib/gate/auth/add-staff";
import { systemNow } from "@/lib/kit/time";
import { errorLine } from "@/lib/log";

const USAGE = `Usage: npm run staff -- add <email> --role <role> --brand <brand>[,<brand>…] [--name "<name>"]

Adds a member of staff and sends the first-sign-in mail. For an address that is staff already it sets roles, brands and
name instead. Several roles: --role administrator,support_agent
Roles: ${STAFF_ROLES.join(", ")}`;

class UsageError extends Error {}

function readArguments(): NewStaff {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse();
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : "The arguments could not be read.");
  }
  const { positionals, values } = parsed;
  const [command, email, ...rest] = positionals;
  if (command !== "add") throw new UsageError(command ? `There is no command "${command}".` : "Say what to do: add.");
  if (!email) throw new UsageError("Name the email address.");
  if (rest.length) throw new UsageError(`Not understood: ${rest.join(" ")}`);
  const roles = list(values.role);
  const wrong = roles.filter((role) => !isRole(role));
  if (wrong.length) throw new UsageError(`There is no role ${wrong.join(", ")}.`);
  if (roles.length === 0) throw new UsageError("Name a role with --role.");
  const brands = list(values.brand);
  if (brands.length === 0) throw new UsageError("Name a brand with --brand.");
  return { email, roles: roles.filter(isRole), brands, ...(values.name ? { name: values.name } : {}) };
}

/** Says in sentences what is wrong with the environment. */
function readEnvironment(): void {
  try {
    env();
  } catch (error) {
    throw new AppError("INVALID", error instanceof Error ? error.message : "The environment could not be read.");
  }
}

function parse() {
  return parseArgs({
    allowPositionals: true,
    options: {
      role: { type: "string", multiple: true },
      brand: { type: "string", multiple: true },
      name: { type: "string" },
    },
  });
}

function list(given: readonly string[] | undefined): string[] {
  return (given ?? []).flatMap((part) => part.split(",")).flatMap((part) => part.trim() || []);
}

function isRole(role: string): role is StaffRole {
  return STAFF_ROLES.some((known) => known === role);
}

try {
  const wanted = readArguments();
  readEnvironment();
  const { added, invited } = await addStaff(wanted, systemNow());
  console.log(
    `${wanted.email} ${added ? "is staff now" : "was staff already and has these roles and brands now"}.` +
      (invited
        ? " The first-sign-in mail is on its way as soon as the worker runs; its link works for 60 minutes."
        : ""),
  );
} catch (error) {
  if (error instanceof UsageError) console.error(`${error.message}\n\n${USAGE}`);
  else if (error instanceof AppError) console.error(error.message);
  else console.error(`Nothing was changed: ${errorLine(error)}`);
  process.exitCode = 1;
} finally {
  await closePool();
}
