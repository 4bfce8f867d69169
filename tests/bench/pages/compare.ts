import { cpuOfTree } from "./cpu";
import type { Servers } from "./portal";
import type { Visitor } from "./visitor";

const ROUNDS = 5;
/** Requests of one round. The kernel counts processor time in hundredths of a second, so a round needs many. */
const REQUESTS = 20;
/**
 * Until V8 has compiled what a page runs, and statements are prepared on each connection: after 25 requests a page still
 * cost two to three times what it costs after some hundred.
 */
const WARM_UP = 300;
/** Until the counted portal has its statements prepared; nobody measures its time. */
const PREPARED = 25;
/** A page of 25 rows, as the bare application counts elements. */
const ELEMENTS_OF_25_ROWS = 225;

/** Medians over all rounds, for one request. Milliseconds are processor time, but for `wallMs`. Bytes as in `Weight`. */
export interface Figures {
  readonly webMs: number;
  readonly databaseMs: number;
  /** Web process's time in those of the bare page with as many elements. */
  readonly cpuToBare: number;
  readonly cpuTo25Rows: number;
  readonly wallMs: number;
  readonly wallToBare: number;
  readonly statements: number;
  readonly trips: number;
  readonly elements: number;
  readonly html: number;
  readonly flight: number;
  readonly scripts: number;
  readonly scriptsToBare: number;
}

interface Setting {
  readonly address: string;
  readonly visitor: Visitor;
  /** The same viewer at the portal whose statements are counted. */
  readonly counted: Visitor;
  readonly bare: Visitor;
  readonly servers: Servers;
}

interface Round {
  readonly webMs: number;
  readonly databaseMs: number;
  readonly wallMs: readonly number[];
}

/** Measures a page and both bare pages in turn, so that what the machine does besides falls on all alike. */
export async function measurePage({ address, visitor, counted, bare, servers }: Setting): Promise<Figures> {
  const page = await visitor.weigh(await found(visitor, address));
  const bareAddress = `/?elements=${page.elements}`;
  const bareWeight = await bare.weigh(await found(bare, bareAddress));
  const sides = {
    page: { visitor, address, pid: servers.pids.portal },
    bare: { visitor: bare, address: bareAddress, pid: servers.pids.bare },
    rows: { visitor: bare, address: `/?elements=${ELEMENTS_OF_25_ROWS}`, pid: servers.pids.bare },
  };
  for (const side of Object.values(sides)) for (let i = 0; i < WARM_UP; i++) await found(side.visitor, side.address);
  const rounds: Record<keyof typeof sides, Round>[] = [];
  for (let i = 0; i < ROUNDS; i++) {
    rounds.push({ page: await round(sides.page), bare: await round(sides.bare), rows: await round(sides.rows) });
  }
  const wall = (side: keyof typeof sides) => median(rounds.flatMap((each) => each[side].wallMs));
  return {
    webMs: median(rounds.map((each) => each.page.webMs)),
    databaseMs: median(rounds.map((each) => each.page.databaseMs)),
    cpuToBare: median(rounds.map((each) => each.page.webMs / each.bare.webMs)),
    cpuTo25Rows: median(rounds.map((each) => each.page.webMs / each.rows.webMs)),
    wallMs: wall("page"),
    wallToBare: wall("page") / wall("bare"),
    ...(await count(counted, address, servers)),
    ...page,
    scriptsToBare: page.scripts / bareWeight.scripts,
  };
}

async function round(side: { visitor: Visitor; address: string; pid: number }): Promise<Round> {
  const before = cpu(side.pid);
  const wallMs: number[] = [];
  for (let i = 0; i < REQUESTS; i++) wallMs.push((await found(side.visitor, side.address)).ms);
  const after = cpu(side.pid);
  return {
    webMs: (after.web - before.web) / REQUESTS,
    databaseMs: (after.database - before.database) / REQUESTS,
    wallMs,
  };
}

/** PostgreSQL is a child of this process. */
const cpu = (pid: number) => ({ web: cpuOfTree(pid), database: cpuOfTree(process.pid, /^postgres/) });

/** What one request asks of the database, once its connection has prepared it. */
async function count(visitor: Visitor, address: string, { wire }: Servers) {
  for (let i = 0; i < PREPARED; i++) await found(visitor, address);
  const seen: { statements: number; trips: number }[] = [];
  for (let i = 0; i < ROUNDS; i++) {
    const before = { statements: wire.statements(), trips: wire.trips() };
    await found(visitor, address);
    seen.push({ statements: wire.statements() - before.statements, trips: wire.trips() - before.trips });
  }
  return { statements: median(seen.map((each) => each.statements)), trips: median(seen.map((each) => each.trips)) };
}

async function found(visitor: Visitor, address: string) {
  const answer = await visitor.get(address);
  if (answer.status !== 200) throw new Error(`${address} answered ${answer.status}.`);
  return answer;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
