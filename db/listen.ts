import postgres from "postgres";
import { webAddress } from "./address";
import { roleNames, rolePrefix } from "./roles";

/**
 * Listens to a channel of NOTIFY on a connection of its own, without any right. `onListening` is called each time LISTEN
 * takes effect, also after the connection was lost and opened again. Notifications sent in between are lost, so the
 * caller must then look for what it missed. Resolves once it listens, with a function that ends it. A connection of the
 * pool cannot be used, because LISTEN keeps its connection for good.
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
