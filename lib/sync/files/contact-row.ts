import { z } from "zod";
import { CASES_SCOPES, REQUESTS_SCOPES } from "@/db/schema/constants";
import * as cell from "../cells";

export const contactSchema = z.object({
  brand: cell.key(),
  external_id: cell.key(),
  email: cell.email().optional(),
  name: cell.line().optional(),
  job_title: cell.line().optional(),
  time_zone: cell.timeZone().optional(),
  company: cell.key().optional(),
  billing: cell.yesNo().optional(),
  pay: cell.yesNo().optional(),
  cases: cell.choice(CASES_SCOPES).optional(),
  requests: cell.choice(REQUESTS_SCOPES).optional(),
  phone: cell.line(60).optional(),
  mobile: cell.line(60).optional(),
  fax: cell.line(60).optional(),
  address_line1: cell.line().optional(),
  address_line2: cell.line().optional(),
  city: cell.line().optional(),
  region: cell.line().optional(),
  postal_code: cell.line(40).optional(),
  country: cell.line(80).optional(),
  closed: cell.yesNo().optional(),
});

export type ContactRow = z.infer<typeof contactSchema>;
