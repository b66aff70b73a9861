/** Pure decisions about who works where: slugs, and which rights may be handed on. */
import { type Permission, type Role, rolePermissions } from "@omniflow/contract";
import { AppError } from "../../errors.ts";
import type { Caller } from "../../platform/context.ts";

/** A word for URLs, made from a name; letters of other scripts have none, so such a name gives "workspace". */
export function slugOf(name: string): string {
  const slug = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 50)
    .replace(/^-+|-+$/g, "");
  return slug || "workspace";
}

/** `wanted`, or the first of wanted-2, wanted-3 … that is free. */
export function freeSlug(wanted: string, taken: ReadonlySet<string>): string {
  let slug = wanted;
  for (let n = 2; taken.has(slug); n++) slug = `${wanted}-${n}`;
  return slug;
}

/** Nobody hands on, or touches, rights beyond their own. */
export const mayGrant = (ctx: Caller, wanted: Iterable<Permission>): boolean =>
  [...wanted].every((permission) => ctx.permissions.has(permission));

export function refuseBeyondOwn(ctx: Caller, role: Role): void {
  if (mayGrant(ctx, rolePermissions[role])) return;
  throw new AppError("forbidden", `The role ${role} may do more than you may. Ask an admin.`, { field: "role" });
}

/** A name somebody can read. */
export function cleanName(name: string, field = "name"): string {
  const clean = name.trim();
  if (!clean) throw new AppError("validation_failed", "Give it a name.", { field });
  return clean;
}
