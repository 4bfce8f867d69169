import postgres from "postgres";
import { roleNames } from "./roles";

/** Text as a literal of SQL: DDL takes no parameters. */
const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;
const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/**
 * Takes from everybody what a database gives to all who connect: to make temporary tables, by which a viewer's SQL could
 * stand before the real ones for the next user of its connection. Rights of a database are not copied with a template.
 */
export async function closeToOthers(owner: postgres.Sql): Promise<void> {
  const [row] = await owner`select current_database() as name, current_user as own`;
  const name = quoted(row?.name);
  await owner.unsafe(`revoke temporary, create on database ${name} from public`);
  await owner.unsafe(`grant temporary on database ${name} to ${quoted(row?.own)}`);
}

/**
 * Makes the login of an address, which owns nothing, and lets it become the roles of viewers and of the gate, and nothing
 * else. One that exists keeps its password unless it cannot sign in by the address. Throws for a login that may more.
 */
export async function makeLogin(
  owner: postgres.Sql,
  address: string,
  ownerAddress: string,
  prefix: string,
): Promise<void> {
  const { username, password } = new URL(address);
  const [name, secret] = [decodeURIComponent(username), decodeURIComponent(password)];
  if (!name || name === decodeURIComponent(new URL(ownerAddress).username)) {
    throw new Error("DATABASE_WEB_URL needs a login of its own, another than that of DATABASE_URL.");
  }
  const rights = `login noinherit nosuperuser nocreatedb nocreaterole password ${literal(secret)}`;
  await owner.unsafe(`
    do $$ begin
      if not exists (select from pg_roles where rolname = ${literal(name)}) then create role ${quoted(name)} ${rights}; end if;
    exception when duplicate_object or unique_violation then null;
    end $$`);
  const { client, staff, gate } = roleNames(prefix);
  for (const role of [client, staff, gate]) {
    const [member] = await owner`select pg_has_role(${name}, ${role}, 'MEMBER') as yes`;
    if (!member?.yes) {
      await owner.unsafe(
        `do $$ begin grant ${quoted(role)} to ${quoted(name)}; exception when unique_violation then null; end $$`,
      );
    }
  }
  // The owner sees what the login's sessions do, and may end them.
  const [sees] = await owner`select pg_has_role(current_user, ${name}, 'MEMBER') as yes`;
  if (!sees?.yes) {
    await owner.unsafe(
      `do $$ begin grant ${quoted(name)} to current_user; exception when unique_violation then null; end $$`,
    );
  }
  await requireNothingMore(owner, name, [client, staff, gate]);
  if (await isRefused(address)) await owner.unsafe(`alter role ${quoted(name)} password ${literal(secret)}`);
}

async function requireNothingMore(owner: postgres.Sql, name: string, allowed: readonly string[]): Promise<void> {
  const more = await owner<{ what: string }[]>`
    select 'is a superuser' as what from pg_roles where rolname = ${name} and rolsuper
    union all select 'bypasses row-level security' from pg_roles where rolname = ${name} and rolbypassrls
    union all select 'may create roles' from pg_roles where rolname = ${name} and rolcreaterole
    union all select 'inherits rights without becoming a role (alter it to NOINHERIT)' from pg_roles where rolname = ${name} and rolinherit
    union all select 'owns this database' from pg_database where datname = current_database() and pg_get_userbyid(datdba) = ${name}
    union all select 'owns ' || relname from pg_class where relowner = to_regrole(${quoted(name)})
    union all select 'may become ' || rolname from pg_roles
      where rolname <> ${name} and not rolname = any (${allowed}) and pg_has_role(${name}, oid, 'MEMBER')
    limit 1`;
  if (more[0])
    throw new Error(`The login of DATABASE_WEB_URL (${name}) ${more[0].what}. Give it one that owns nothing.`);
}

/** Whether the server refuses the address's password. What else may be in the way says nothing about that. */
async function isRefused(address: string): Promise<boolean> {
  const client = postgres(address, { max: 1, connect_timeout: 5, onnotice: () => {} });
  try {
    await client`select 1`;
    return false;
  } catch (error) {
    return (error as { code?: unknown }).code === "28P01";
  } finally {
    await client.end({ timeout: 1 });
  }
}
