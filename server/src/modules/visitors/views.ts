/** Rows → what a visitor may see. */
import type { UploadedFile, WidgetVisitor } from "@omniflow/contract/widget";
import type { VisitorRow } from "./queries.ts";

export const visitorView = ({ id, name, email, verified }: VisitorRow): WidgetVisitor => ({
  id,
  name,
  email,
  verified,
});

export const uploadView = (row: { id: string; name: string; content_type: string; size: number }): UploadedFile => ({
  id: row.id,
  name: row.name,
  content_type: row.content_type,
  size: row.size,
});
