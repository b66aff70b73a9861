/** Settings → Custom fields. Everybody may read them: every form draws itself from them. */
import {
  CustomField,
  CustomFieldChange,
  CustomFieldInput,
  CustomFieldOrder,
  CustomFieldQuery,
} from "@omniflow/contract";
import { Type } from "typebox";
import { answer, type Route, route } from "../../platform/http.ts";
import { changeField, createField, listFields, orderFields, removeField } from "./definitions.ts";

const tag = "Custom fields";
const access = "settings.fields";

export const fieldRoutes: Route[] = [
  route({
    method: "GET",
    path: "/fields",
    access: "signed_in",
    tag,
    summary: "Custom fields, in the order of the form",
    schemas: { query: CustomFieldQuery, item: CustomField },
    handle: async ({ ctx, query }) =>
      answer(await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) => listFields(ctx, tx, query)), {
        nextCursor: null,
      }),
  }),
  route({
    method: "POST",
    path: "/fields",
    access,
    tag,
    summary: "Add a field",
    schemas: { body: CustomFieldInput, data: CustomField },
    handle: async ({ ctx, body }) => answer(await createField(ctx, body), { status: 201 }),
  }),
  route({
    method: "PATCH",
    path: "/fields/:id",
    access,
    tag,
    summary: "Change a field, archive it or bring it back; its key and type stay",
    schemas: { body: CustomFieldChange, data: CustomField },
    handle: ({ ctx, params, body }) => changeField(ctx, params.id, body),
  }),
  route({
    method: "DELETE",
    path: "/fields/:id",
    access,
    tag,
    summary: "Remove an archived field; the values on records stay",
    schemas: { data: Type.Null() },
    handle: async ({ ctx, params }) => {
      await removeField(ctx, params.id);
      return null;
    },
  }),
  route({
    method: "PUT",
    path: "/fields/order",
    access,
    tag,
    summary: "The order of the fields of one kind of record",
    schemas: { body: CustomFieldOrder, data: Type.Array(CustomField) },
    handle: ({ ctx, body }) => orderFields(ctx, body.record, body.ids),
  }),
];
