import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { createCompany, createInvoice, createPayment, first, seed } from "@/tests/support/world";

/** The sums that the database keeps, and those of the allocations themselves. */
const sums = (company: string) =>
  seed(async (db) => {
    const documents = await db.execute(sql`select allocated_minor::int as allocated, pending_minor::int as pending,
        disputed_minor::int as disputed, refunded_minor::int as refunded,
        (select coalesce(sum(amount_minor), 0)::int from allocations a where (a.invoice_id = i.id or a.credit_note_id = i.id)
          and a.state in ('applied', 'disputed')) as allocated_now,
        (select coalesce(sum(amount_minor), 0)::int from allocations a where a.invoice_id = i.id and a.state = 'pending') as pending_now,
        (select coalesce(sum(amount_minor), 0)::int from allocations a where a.invoice_id = i.id and a.state = 'disputed') as disputed_now,
        (select coalesce(sum(amount_minor), 0)::int from allocations a where a.invoice_id = i.id and a.state = 'refunded') as refunded_now
      from invoices i where company_id = ${company} order by number`);
    const received = await db.execute(sql`select allocated_minor::int as allocated,
        (select coalesce(sum(amount_minor), 0)::int from allocations a where a.payment_id = p.id and a.state <> 'released') as allocated_now
      from payments p where company_id = ${company} order by id`);
    return { documents: [...documents], received: [...received] };
  });

it("a statement over many allocations moves the sums of each document and payment as far as its own", async () => {
  const company = await createCompany();
  const [a, b] = [
    await createInvoice(company, { totalMinor: 9_000 }),
    await createInvoice(company, { totalMinor: 9_000 }),
  ];
  const note = await createInvoice(company, { kind: "credit_note", totalMinor: 9_000 });
  const [p, q] = [
    await createPayment(company, null, { amountMinor: 9_000 }),
    await createPayment(company, null, { amountMinor: 9_000 }),
  ];
  const each = { brand: company.brand, company: company.id };
  const expectTrue = async () => {
    const { documents, received } = await sums(company.id);
    for (const row of documents) {
      expect(row).toMatchObject({
        allocated: row.allocated_now,
        pending: row.pending_now,
        disputed: row.disputed_now,
        refunded: row.refunded_now,
      });
    }
    for (const row of received) expect(row.allocated).toBe(row.allocated_now);
    return { documents, received };
  };
  await seed((db) =>
    db.execute(sql`insert into allocations (id, brand, company_id, payment_id, credit_note_id, invoice_id, amount_minor, state)
      select gen_random_uuid(), ${each.brand}, ${each.company}, payment::uuid, note::uuid, invoice::uuid, minor, state
      from (values
        (${p.id}, null, ${a.id}, 100, 'applied'), (${p.id}, null, ${a.id}, 20, 'pending'), (${p.id}, null, ${b.id}, 3, 'disputed'),
        (${q.id}, null, ${a.id}, 4000, 'refunded'), (${q.id}, null, ${b.id}, 500, 'applied'), (${q.id}, null, ${b.id}, 60, 'released'),
        (null, ${note.id}, ${a.id}, 7, 'applied'), (null, ${note.id}, ${b.id}, 800, 'applied'), (${q.id}, null, ${a.id}, 9, 'planned')
      ) as given (payment, note, invoice, minor, state)`),
  );
  const { documents, received } = await expectTrue();
  expect(documents.map(({ allocated }) => allocated).sort()).toEqual([107, 1_303, 807]);
  expect(received.map(({ allocated }) => allocated).sort()).toEqual([123, 4_509]);

  const ofCompany = sql`where company_id = ${company.id}`;
  await seed((db) =>
    db.execute(sql`update allocations set amount_minor = amount_minor + 1, state = case state when 'pending' then 'applied'
      when 'applied' then 'disputed' when 'disputed' then 'released' else state end ${ofCompany}`),
  );
  await expectTrue();
  await seed((db) => db.execute(sql`update allocations set state = state ${ofCompany}`));
  await expectTrue();
  await seed((db) => db.execute(sql`delete from allocations ${ofCompany} and state in ('disputed', 'planned')`));
  await expectTrue();
  await seed((db) => db.execute(sql`delete from allocations ${ofCompany}`));
  const after = await expectTrue();
  expect(after.documents.map(({ allocated }) => allocated)).toEqual([0, 0, 0]);

  // Too much on one document refuses the whole statement, also where another row of it fits.
  const rows = seed((db) =>
    db.execute(sql`insert into allocations (id, brand, company_id, payment_id, invoice_id, amount_minor, state)
      select gen_random_uuid(), ${each.brand}, ${each.company}, ${p.id}, ${a.id}, minor, 'applied' from (values (1), (9000)) as given (minor)`),
  );
  await expect(rows).rejects.toMatchObject({ cause: { code: "23514" } });
  expect(first(await seed((db) => db.execute(sql`select count(*)::int as n from allocations ${ofCompany}`)))).toEqual({
    n: 0,
  });
});
