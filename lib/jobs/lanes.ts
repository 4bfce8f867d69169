import type { TaskList } from "graphile-worker";

/** A class of work with slots of its own: however long another class waits for somebody, this one goes on. */
export interface Lane {
  readonly name: string;
  /** Beginnings of the names of its tasks. Empty: whatever no other lane takes. */
  readonly tasks: readonly string[];
  readonly slots: number;
}

/** Stripe, and the two sides of the mail provider, each wait for somebody else's service. The rest waits for the database alone. */
export const LANES: readonly Lane[] = [
  { name: "payments", tasks: ["stripe."], slots: 3 },
  { name: "mail", tasks: ["mail.send", "mail.resume"], slots: 3 },
  { name: "inbound", tasks: ["mail.inbound"], slots: 2 },
  { name: "rest", tasks: [], slots: 3 },
];

export const LANE_NAMES = LANES.map(({ name }) => name);

const takes = ({ tasks }: Lane, task: string) => tasks.some((beginning) => task.startsWith(beginning));

/** The tasks of one lane: each task is in one lane alone. */
export function tasksOf(lane: Lane, all: TaskList): TaskList {
  const isMine = (task: string) =>
    lane.tasks.length > 0 ? takes(lane, task) : !LANES.some((other) => takes(other, task));
  return Object.fromEntries(Object.entries(all).filter(([task]) => isMine(task)));
}
