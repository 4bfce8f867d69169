import { z } from "zod";
import { startSandbox } from "@/tests/sandbox/server";

const environment = z
  .object({
    SANDBOX_PORT: z.coerce.number().int().min(1).max(65_535).default(3900),
    HOST: z.string().min(1).default("127.0.0.1"),
  })
  .safeParse(process.env);

function stop(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}

if (!environment.success) stop("SANDBOX_PORT needs to be a port number from 1 to 65535, and HOST may not be empty.");
const { SANDBOX_PORT: port, HOST: host } = environment.data;

const sandbox = await startSandbox({ port, host }).catch((error: NodeJS.ErrnoException) =>
  stop(
    error.code === "EADDRINUSE"
      ? `Port ${port} is taken. Set SANDBOX_PORT to a free port for the stand-ins.`
      : `The stand-ins cannot listen on ${host}:${port} (${error.code ?? error.message}).`,
  ),
);
console.log(`Stand-ins listen on ${sandbox.url} (mail: ${sandbox.url}/mail)`);

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => {
    sandbox.close().finally(() => process.exit(0));
  });
}
