import { availableParallelism } from "node:os";
import { hash, parseOptions, verify } from "@node-rs/argon2";
import { log } from "@/lib/log";
import { MAX_PASSWORD_LENGTH } from "./new-password";
import { createLane } from "./password-lane";

/** argon2id (the library's default kind) with 64 MiB and three passes: about 70 ms, well above OWASP's minimum. */
const PARAMETERS = { memoryCost: 65_536, timeCost: 3, parallelism: 1 } as const;

/**
 * Where requests wait to compute a hash. A computation takes 64 MiB, a whole processor, and one of libuv's four
 * threads. One processor is left for everything else: otherwise a flood of sign-ins would stop every page.
 */
export const passwordLane = createLane({
  width: Math.min(4, Math.max(1, availableParallelism() - 1)),
  mostWaiting: 500,
  longestWaitMs: 15_000,
  spreadMs: 10_000,
});

/**
 * Hash of a password that nobody knows. It is checked if there is no stored password, so that every try costs one
 * verification. Its parameters are PARAMETERS (a test compares them).
 */
export const NOBODYS_HASH =
  "$argon2id$v=19$m=65536,t=3,p=1$Alv9dxuCphVp/vdvvm2LZA$3cThtn7FHsp0kzhS86bow+Ua0Z+7+RxaunYQDrRjb3I";

/** An encoded argon2id hash of the password exactly as given. Requests call this inside `passwordLane`. */
export async function hashPassword(password: string): Promise<string> {
  return hash(password, PARAMETERS);
}

/**
 * Is this the password? Costs one verification in every case: a password that is too long to be valid, and a hash that
 * can't be read (logged, answered false), are verified against NOBODYS_HASH. Requests call this inside `passwordLane`.
 */
export async function verifyPassword(passwordHash: string, password: string): Promise<boolean> {
  const tooLong = password.length > 2 * MAX_PASSWORD_LENGTH || [...password].length > MAX_PASSWORD_LENGTH;
  const readable = isReadable(passwordHash);
  if (!readable) log.error("a stored password hash is malformed");
  const matches = await verify(readable && !tooLong ? passwordHash : NOBODYS_HASH, tooLong ? "too long" : password);
  return matches && readable && !tooLong;
}

/** Was the hash made with weaker parameters than today's? Then the next sign-in replaces it. */
export function isWeaker(passwordHash: string): boolean {
  const made = parseOptions(passwordHash);
  return made.memoryCost < PARAMETERS.memoryCost || made.timeCost < PARAMETERS.timeCost;
}

function isReadable(passwordHash: string): boolean {
  if (!passwordHash.startsWith("$argon2id$")) return false;
  try {
    parseOptions(passwordHash);
    return true;
  } catch {
    return false;
  }
}
