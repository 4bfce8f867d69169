import postgres from "postgres";
import { roleNames, rolePrefix } from "./roles";

/**
 * Listens to a channel of NOTIFY on a connection of its own, in a role without any right. `onListening` is called each
 * time LISTEN takes effect, also after the connection was lost and opened again. Notifications sent in between are
 * lost, so the caller must then look for what it missed. Resolves once it listens, with a function that ends it. A
 * connection of the pool cannot be used, because LISTEN keeps its connection for good.
 */
export async function listen(
  channel: string,
  onNotice: (payload: string) => void,
  onListening: () => void,
): Promise<() => Promise<void>> {
  const url = process.env.DATABASE_URL;
  if (!url) throw new Error("DATABASE_URL is not set");
  const sql = postgres(url, {
    max: 1,
    connect_timeout: 10,
    onnotice: () => {},
    connection: {
      application_name: `${process.env.PORTAL_PROCESS ?? "portal"} live`,
      role: roleNames(rolePrefix()).none,
    },
  });
  const end = () => sql.end({ timeout: 2 });
  try {
    await sql.listen(channel, onNotice, onListening);
    return end;
  } catch (error) {
    await end().catch(() => {});
    throw error;
  }
}
