CREATE INDEX "payments_newest" ON "payments" USING btree ("brand","received_on","id");--> statement-breakpoint
CREATE INDEX "payments_by_state" ON "payments" USING btree ("brand","state","received_on","id");--> statement-breakpoint
CREATE INDEX "stripe_events_object" ON "stripe_events" USING btree ("brand","object_id");--> statement-breakpoint
CREATE INDEX "stripe_events_by_state" ON "stripe_events" USING btree ("brand","state","id");--> statement-breakpoint
CREATE INDEX "stripe_events_type" ON "stripe_events" USING btree ("brand","type");