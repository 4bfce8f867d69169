import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { webAddress } from "./address";
import { roleNames, rolePrefix } from "./roles";

/** Text as a literal of SQL: DDL takes no parameters. */
const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;
const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/**
 * Revokes rights that a database gives to everybody who connects. With a temporary table, SQL of somebody's own could
 * hide a real one from the next user of the connection. Rights of a database are not copied with a template.
 */
export async function closeToOthers(owner: postgres.Sql): Promise<void> {
  const [row] = await owner`select current_database() as name, current_user as own`;
  const name = quoted(row?.name);
  await owner.unsafe(`revoke temporary, create on database ${name} from public`);
  await owner.unsafe(`grant temporary on database ${name} to ${quoted(row?.own)}`);
}

/**
 * Creates the login of an address if it is missing. It owns nothing and may only become the roles of viewers and of the
 * gate. An existing login keeps its password unless the address's is refused. Throws for a login that may do more.
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
  // Not `$$`, which a password may have in it and so end the block.
  const quote = `$login_${randomBytes(8).toString("hex")}$`;
  const rights = `login noinherit nosuperuser nocreatedb nocreaterole password ${literal(secret)}`;
  await owner.unsafe(`
    do ${quote} begin
      if not exists (select from pg_roles where rolname = ${literal(name)}) then create role ${quoted(name)} ${rights}; end if;
    exception when duplicate_object or unique_violation then null;
    end ${quote}`);
  const { client, staff, gate } = roleNames(prefix);
  for (const role of [client, staff, gate]) {
    const [member] = await owner`select pg_has_role(${name}, ${role}, 'MEMBER') as yes`;
    if (!member?.yes) {
      await owner.unsafe(
        `do $$ begin grant ${quoted(role)} to ${quoted(name)}; exception when unique_violation then null; end $$`,
      );
    }
  }
  // With this the owner sees the sessions of the login and can end them.
  const [sees] = await owner`select pg_has_role(current_user, ${name}, 'MEMBER') as yes`;
  if (!sees?.yes) {
    await owner.unsafe(
      `do $$ begin grant ${quoted(name)} to current_user; exception when unique_violation then null; end $$`,
    );
  }
  const excess = await excessOf(owner, name, prefix);
  if (excess) throw new Error(`The login of DATABASE_WEB_URL (${name}) ${excess}. Give it one that owns nothing.`);
  if (await isRefused(address)) await owner.unsafe(`alter role ${quoted(name)} password ${literal(secret)}`);
}

/**
 * What the login of this web process may do beyond becoming the roles of viewers and of the gate, as the end of a
 * sentence; null if nothing. Throws if the database does not answer.
 */
export async function excessOfOwnLogin(): Promise<string | null> {
  const client = postgres(webAddress().url, { max: 1, connect_timeout: 5, onnotice: () => {} });
  try {
    const [row] = await client`select current_user as name`;
    return await excessOf(client, String(row?.name), rolePrefix());
  } finally {
    await client.end({ timeout: 1 });
  }
}

async function excessOf(sql: postgres.Sql, name: string, prefix: string): Promise<string | null> {
  const { client, staff, gate } = roleNames(prefix);
  const allowed = [client, staff, gate];
  const [more] = await sql<{ what: string }[]>`
    select 'is a superuser' as what from pg_roles where rolname = ${name} and rolsuper
    union all select 'bypasses row-level security' from pg_roles where rolname = ${name} and rolbypassrls
    union all select 'may create roles' from pg_roles where rolname = ${name} and rolcreaterole
    union all select 'inherits rights without becoming a role (alter it to NOINHERIT)' from pg_roles where rolname = ${name} and rolinherit
    union all select 'owns this database' from pg_database where datname = current_database() and pg_get_userbyid(datdba) = ${name}
    union all select 'owns ' || relname from pg_class where relowner = to_regrole(${quoted(name)})
    union all select 'may become ' || rolname from pg_roles
      where rolname <> ${name} and not rolname = any (${allowed}) and pg_has_role(${name}, oid, 'MEMBER')
    limit 1`;
  return more?.what ?? null;
}

/** Does the server refuse the password of the address? Other failures to connect do not count. */
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
