import { closePool } from "@/db/client";
import { chatAgents } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { hashPassword } from "../../../lib/gate/auth/passwords";
import { createAgreement, createCompany, createContact, createStaff } from "../world";
import { createChat } from "../world-threads";
import { DEMO_PASSWORD } from "./portal";

/** A contact or an agent of a talk. */
export interface Talker {
  readonly kind: "contact" | "staff";
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** Id of the chat. */
  readonly chat: string;
}

/** Chats in which an agent each talks, written into the database of this address: both people of each. */
export async function foundTalks(databaseUrl: string, count: number): Promise<Talker[]> {
  const before = process.env.DATABASE_URL;
  process.env.DATABASE_URL = databaseUrl;
  try {
    return await writeTalks(count);
  } finally {
    // Other tests of this process write to the run's demo.
    await closePool();
    process.env.DATABASE_URL = before;
  }
}

async function writeTalks(count: number): Promise<Talker[]> {
  const passwordHash = await hashPassword(DEMO_PASSWORD);
  const company = await createCompany({ brand: "cimsoft" });
  await createAgreement(company);
  const people: Talker[] = [];
  for (let number = 0; number < count; number++) {
    const agent = await createStaff(["support_agent"], { passwordHash });
    const client = await createContact(company, { casesScope: "company", passwordHash });
    await asSystem("test seats an agent", (db) => db.insert(chatAgents).values({ staffId: agent.id, talks: 20 }));
    const { id: chat } = await createChat(company, client, { status: "in_progress", ownerId: agent.id });
    people.push(
      { kind: "contact", id: client.id, name: client.name, email: client.email, chat },
      { kind: "staff", id: agent.id, name: agent.name, email: agent.email, chat },
    );
  }
  return people;
}
