ALTER TABLE "portal_decisions" DROP CONSTRAINT "portal_decisions_kind";--> statement-breakpoint
ALTER TABLE "portal_decisions" DROP CONSTRAINT "portal_decisions_facts";--> statement-breakpoint
CREATE UNIQUE INDEX "portal_decisions_term" ON "portal_decisions" USING btree ("agreement_id") WHERE kind = 'term';--> statement-breakpoint
ALTER TABLE "portal_decisions" ADD CONSTRAINT "portal_decisions_kind" CHECK ("portal_decisions"."kind" in ('relation', 'team_member', 'photo', 'coverage', 'term'));--> statement-breakpoint
ALTER TABLE "portal_decisions" ADD CONSTRAINT "portal_decisions_facts" CHECK (case "portal_decisions"."kind" when 'relation' then num_nonnulls("portal_decisions"."contact_id", "portal_decisions"."company_id") = 2
        when 'team_member' then num_nonnulls("portal_decisions"."company_id", "portal_decisions"."role", "portal_decisions"."name") = 3
        when 'coverage' then num_nonnulls("portal_decisions"."company_id", "portal_decisions"."agreement_id") = 2
        when 'term' then num_nonnulls("portal_decisions"."company_id", "portal_decisions"."agreement_id") = 2
        else "portal_decisions"."email" is not null end);