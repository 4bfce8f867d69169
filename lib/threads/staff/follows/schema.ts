import { z } from "zod";
import type { ThreadKind } from "@/db/schema/constants";
import { threadNumber } from "@/lib/threads/schema";

/** `wish`: what the button says, so that a form sent twice does it once. */
export const followSchemaOf = (kind: ThreadKind) =>
  z.object({ number: threadNumber(kind), wish: z.enum(["follow", "leave"]) });
