import postgres from "postgres";
import { webAddress } from "./address";
import { roleNames, rolePrefix } from "./roles";

/**
 * Hears a channel of NOTIFY on a connection of its own, without any right. `onListening` is called whenever
 * LISTEN holds, also after the connection was lost and found again: what was told in between is gone, so look for it
 * then. Resolves once it listens; call what it gives to end. The pool's client can't do this: it is Drizzle's, and LISTEN
 * takes a connection for good.
 */
export async function listen(
  channel: string,
  onNotice: (payload: string) => void,
  onListening: () => void,
): Promise<() => Promise<void>> {
  const { url, ownsNothing } = webAddress();
  const sql = postgres(url, {
    max: 1,
    connect_timeout: 10,
    onnotice: () => {},
    connection: {
      application_name: `${process.env.PORTAL_PROCESS ?? "portal"} live`,
      ...(ownsNothing ? {} : { role: roleNames(rolePrefix()).none }),
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
